import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readBooks } from './book-files.js';

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
});
