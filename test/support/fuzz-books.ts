import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { fixtureBook, fixtureCatalogue, okBook, okPlaybooks } from './fixture-books.js';

/** A book without mistakes. */
export interface FuzzBook {
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** The file it is about: mostly a playbook. */
  readonly own: SourceFile;
}

const shippedRoot = path.resolve(import.meta.dirname, '../../playbooks');

function shipped(): readonly SourceFile[] {
  return readdirSync(shippedRoot, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(yaml|hbs)$/.test(file))
    .sort()
    .map((file) => ({ path: file.replaceAll('\\', '/'), text: readFileSync(path.join(shippedRoot, file), 'utf8') }));
}

function sent(playbook: SourceFile, template: string): boolean {
  const name = /([^/]+)\.\w+\.hbs$/.exec(template)?.[1];
  return new RegExp(`template: ${name}\\b`).test(playbook.text);
}

/**
 * Every playbook of `test/language/ok` and of the shipped book, each with what it needs and no more: a whole book takes
 * many times as long and shows nothing else. New files take part by being there.
 */
export function fuzzBooks(): readonly FuzzBook[] {
  const templates = okBook.filter(({ path: file }) => file.endsWith('.hbs'));
  const fixtures = okBook
    .filter(({ path: file }) => file.endsWith('.yaml'))
    .map((own): FuzzBook => {
      if (okPlaybooks.includes(own)) return { name: own.path, own, files: fixtureBook(own, templates) };
      return { name: own.path, own, files: fixtureCatalogue.includes(own) ? fixtureCatalogue : okBook };
    });
  const book = shipped();
  const isPlaybook = ({ path: file }: SourceFile) => file.endsWith('.playbook.yaml');
  const solutions = book.filter(({ text }) => /^kind: Solutions$/m.test(text));
  // Solutions name playbooks, so they are right only in the whole book.
  const catalogue = book.filter((file) => file.path.endsWith('.yaml') && !isPlaybook(file) && !solutions.includes(file));
  const own = book.filter(isPlaybook).map((playbook) => {
    const folder = `${path.posix.dirname(playbook.path)}/emails/`;
    const its = book.filter((file) => file.path.startsWith(folder) && sent(playbook, file.path));
    return { name: playbook.path, own: playbook, files: [...catalogue, playbook, ...its] };
  });
  return [...fixtures, ...own, ...solutions.map((file) => ({ name: file.path, own: file, files: book }))];
}
