import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../workflows/language/pre-scan.js';
import { readBooks } from './book-files.js';
import { MACHINE_FILES } from './read-text-file.js';

let box: string;
beforeEach(() => {
  box = mkdtempSync(join(tmpdir(), 'sopwith-books-'));
  const put = (path: string) => {
    mkdirSync(join(box, path, '..'), { recursive: true });
    writeFileSync(join(box, path), path);
  };
  for (const path of [
    'b/metrics.yaml',
    'b/x/one.playbook.yaml',
    'b/x/emails/hi.en.hbs',
    'b/y/two.playbook.yml',
    'b/README.md',
    'b/node_modules/z.yaml',
  ])
    put(path);
});
afterEach(() => rmSync(box, { recursive: true, force: true }));

describe('readBooks', () => {
  test('a part of a book is read with the whole book, and asked for alone', () => {
    const { books, asked } = readBooks(['b/x'], box);
    const paths = books.flat().map(({ path }) => path);
    expect(paths).toEqual(['b/metrics.yaml', 'b/x/emails/hi.en.hbs', 'b/x/one.playbook.yaml', 'b/y/two.playbook.yml']);
    expect(paths.filter(asked)).toEqual(['b/x/emails/hi.en.hbs', 'b/x/one.playbook.yaml']);
  });

  test('two parts of one book are one book', () => {
    const { books, asked } = readBooks(['b/x/one.playbook.yaml', 'b/y'], box);
    expect(books).toHaveLength(1);
    expect(books.flat().map(({ path }) => path).filter(asked)).toEqual(['b/x/one.playbook.yaml', 'b/y/two.playbook.yml']); // prettier-ignore
  });

  test('a path that is not there, or holds nothing to read, is a wrong use', () => {
    expect(() => readBooks(['c'], box)).toThrow('There is nothing at c');
    mkdirSync(join(box, 'empty'));
    expect(() => readBooks(['empty'], box)).toThrow('There is no YAML file in empty');
  });

  test('links to files are read, links to folders are not followed', () => {
    symlinkSync('../y/two.playbook.yml', join(box, 'b/x/linked.playbook.yaml'));
    symlinkSync('..', join(box, 'b/x/again.yaml'));
    const { books } = readBooks(['b/x'], box);
    expect(books.flat().find(({ path }) => path === 'b/x/linked.playbook.yaml')?.text).toBe('b/y/two.playbook.yml');
    expect(books.flat()).toHaveLength(5);
  });

  test('of a file beyond all limits only the beginning is read, cut between two characters', () => {
    writeFileSync(join(box, 'b/x/huge.yaml'), `a${'登'.repeat(1_000_000)}`);
    const { books, whole } = readBooks(['b/x'], box);
    const huge = books.flat().find(({ path }) => path === 'b/x/huge.yaml');
    expect(huge?.text).toMatch(/^a登+$/);
    expect(huge?.text.length).toBeGreaterThan(LIMITS.bytes);
    expect(huge?.text.length).toBeLessThan(2 * LIMITS.bytes);
    expect(whole('b/x/huge.yaml')).toBe(false);
    expect(whole('b/x/one.playbook.yaml')).toBe(true);
  });

  test.each([
    ['EACCES', 'b/x/one.playbook.yaml may not be read'],
    ['EIO', 'b/x/one.playbook.yaml cannot be read (EIO)'],
    ['ENOENT', 'There is nothing at b/x/one.playbook.yaml'],
  ])('a file that answers %s ends the reading with one line', (code, message) => {
    const read = (file: string) => (file.endsWith('one.playbook.yaml') ? refuse(code) : MACHINE_FILES.read(file));
    expect(() => readBooks(['b'], box, { ...MACHINE_FILES, read })).toThrow(
      expect.objectContaining({ exitCode: 2, message }) as unknown as Error,
    );
  });

  test('so does a folder without the permission to read, deep in the book or asked for', () => {
    const list = (folder: string) => (folder.endsWith('y') ? refuse('EACCES') : MACHINE_FILES.list(folder));
    const stat = (path: string) => (path.endsWith('y') ? refuse('EACCES') : MACHINE_FILES.stat(path));
    expect(() => readBooks(['b'], box, { ...MACHINE_FILES, list })).toThrow('b/y may not be read');
    expect(() => readBooks(['b/y'], box, { ...MACHINE_FILES, stat })).toThrow('b/y may not be read');
  });

  test('an error that is no answer of the file system goes on as it is', () => {
    const read = () => {
      throw new TypeError('a bug of ours');
    };
    expect(() => readBooks(['b'], box, { ...MACHINE_FILES, read })).toThrow(TypeError);
  });
});

function refuse(code: string): never {
  throw Object.assign(new Error(code), { code });
}
