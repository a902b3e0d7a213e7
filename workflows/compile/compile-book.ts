import { Diagnostics } from '../language/diagnostics.js';
import { readFile } from '../language/read-file.js';
import type { SourceFile } from '../model/playbook.js';
import { compileGround, isPlaybookFile } from './compile-ground.js';
import { finishUnit, readUnit, type PlaybookUnit } from './compile-unit.js';
import { joinBook, type CompiledBook } from './join-book.js';
import { PlaybookLibrary } from './playbook-library.js';

export type { CompiledPlaybook } from './compile-unit.js';
export type { CompiledBook } from './join-book.js';

/** Files in the order that decides which of two is the second. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/**
 * Compiles a folder of playbooks, metrics, health, segments and templates: text in, plans and every mistake out.
 * Total: no text makes it throw. Other files (READMEs, data) are passed over.
 *
 * Playbooks are read one at a time, after everything they may name, and their YAML is let go again: a book of a
 * thousand playbooks never holds a thousand documents.
 */
export function compileBook(files: readonly SourceFile[]): CompiledBook {
  const sorted = [...files].sort(byPath);
  const late = sorted.filter(({ path }) => isPlaybookFile(path));
  const early = sorted.filter(({ path }) => !isPlaybookFile(path));
  // A file may be named as a playbook and hold another part of the book: then everything is opened first.
  return compileInOrder(early, late) ?? (compileInOrder(sorted, []) as CompiledBook);
}

/** Null = one of the late files is no playbook, which others may have had to be read against. */
function compileInOrder(early: readonly SourceFile[], late: readonly SourceFile[]): CompiledBook | null {
  const ground = compileGround(early);
  const units: PlaybookUnit[] = ground.playbooks.map((opened) => readUnit(opened, ground));
  for (const file of late) {
    const diagnostics = new Diagnostics();
    const document = readFile(file, diagnostics);
    const found = diagnostics.all();
    if (document && document.kind !== 'Playbook') return null;
    if (document) units.push(readUnit({ document, found }, ground));
    else units.push({ file: file.path, text: file.text, opened: false, playbook: null, found });
  }
  units.sort((a, b) => byPath({ path: a.file }, { path: b.file }));
  const library = new PlaybookLibrary(units, ground);
  return joinBook(ground, units, (unit, others) => finishUnit(unit, ground, others, library));
}
