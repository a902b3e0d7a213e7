import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { selectBooks } from './catalogued-book.js';

let box: string;
beforeEach(() => {
  box = mkdtempSync(join(tmpdir(), 'sopwith-catalogued-'));
  put('book/metrics.yaml', 'kind: Metrics');
  put('book/segments.yaml', 'kind: Segments');
  put('book/smb.health.yaml', 'kind: Health');
  put('book/solutions.yaml', 'kind: Solutions');
  put('book/one.playbook.yaml', 'kind: Playbook\nid: one\nsteps: [{ email: { template: first, to: account.csm } }]');
  put('book/outer.playbook.yaml', 'kind: Playbook\nid: outer\nsteps: [{ playbook: { id: one } }]');
  put('book/emails/first.en.hbs', 'First');
  put('drafts/two.playbook.yaml', 'kind: Playbook\nsteps: [{ email: { template: hello, to: account.csm } }]');
  put('drafts/three.playbook.yaml', 'kind: Playbook\nsteps: [{ email: { template: hello_again, to: account.csm } }]');
  put('drafts/emails/hello.en.hbs', 'Hello');
  put('drafts/emails/hello_again.en.hbs', 'Hello again');
});
afterEach(() => rmSync(box, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(join(box, path, '..'), { recursive: true });
  writeFileSync(join(box, path), text);
}

/** The files of the book, those that were asked for with a mark. */
function selected(paths: readonly string[], catalogue = 'book'): readonly string[] {
  const { books, asked } = selectBooks(paths, catalogue, box);
  expect(books).toHaveLength(1);
  return books.flat().map(({ path }) => (asked(path) ? `${path} *` : path));
}

const GROUND = ['book/metrics.yaml', 'book/segments.yaml', 'book/smb.health.yaml'];

describe('a file with a catalogue from elsewhere', () => {
  test('is a book with the catalogue and the templates it sends, and without anybody else', () => {
    expect(selected(['drafts/two.playbook.yaml'])).toEqual([
      ...GROUND,
      'drafts/two.playbook.yaml *',
      'drafts/emails/hello.en.hbs *',
    ]);
  });

  test('brings with it the playbooks that it names, and those that they name, with their templates', () => {
    put('drafts/four.playbook.yaml', 'kind: Playbook\nid: four\nsteps: [{ playbook: { id: outer } }]');
    expect(selected(['drafts/four.playbook.yaml'])).toEqual([
      ...GROUND,
      'book/emails/first.en.hbs',
      'book/outer.playbook.yaml',
      'book/one.playbook.yaml',
      'drafts/four.playbook.yaml *',
    ]);
    put('drafts/outer.playbook.yaml', 'kind: Playbook\nid: outer # anew');
    expect(selected(['drafts/outer.playbook.yaml'])).toEqual([...GROUND, 'drafts/outer.playbook.yaml *']);
  });

  test('brings a metrics file of its own in the place of the catalogue', () => {
    put('drafts/other.metrics.yaml', '# Ours\napiVersion: playbook/v1\nkind: "Metrics"\r\n');
    expect(selected(['drafts/other.metrics.yaml'])).toEqual([...GROUND.slice(1), 'drafts/other.metrics.yaml *']);
  });

  test('stands beside the health scores of the catalogue: a book has several', () => {
    put('drafts/mid.health.yaml', '{ apiVersion: playbook/v1, kind: Health }');
    expect(selected(['drafts/mid.health.yaml'])).toEqual([...GROUND, 'drafts/mid.health.yaml *']);
  });

  test('a folder is all of its files; what is named and in the catalogue is there once', () => {
    expect(selected(['drafts', 'book/segments.yaml'])).toEqual([
      'book/metrics.yaml',
      'book/smb.health.yaml',
      'drafts/emails/hello.en.hbs *',
      'drafts/emails/hello_again.en.hbs *',
      'drafts/three.playbook.yaml *',
      'drafts/two.playbook.yaml *',
      'book/segments.yaml *',
    ]);
  });

  test('without a catalogue option every file is read with its own book', () => {
    expect(selectBooks(['drafts/two.playbook.yaml'], undefined, box).books.flat().map(({ path }) => path)).not.toContain('book/metrics.yaml'); // prettier-ignore
  });

  test('a catalogue that is no folder, or holds none, and a file that cannot be read are a wrong use', () => {
    const wrong =
      (catalogue: string, file = 'drafts/two.playbook.yaml') =>
      () =>
        selectBooks([file], catalogue, box);
    expect(wrong('nowhere')).toThrow('There is nothing at nowhere');
    expect(wrong('book/metrics.yaml')).toThrow('book/metrics.yaml is not a folder');
    expect(wrong('drafts')).toThrow('There are no metrics in drafts');
    expect(wrong('book', 'drafts/four.playbook.yaml')).toThrow('There is nothing at drafts/four.playbook.yaml');
    put('drafts/README.md', 'Drafts');
    expect(wrong('book', 'drafts/README.md')).toThrow('There is no YAML file in drafts/README.md');
  });
});
