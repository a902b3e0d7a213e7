import type { Diagnostic } from '../model/diagnostic.js';
import type { SourceFile } from '../model/playbook.js';
import { compileGround, isPlaybookFile } from './compile-ground.js';
import { finishUnit, isForeign, openPlaybook, readUnit, unitOf, type PlaybookUnit } from './compile-unit.js';
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
  return compile(files, true);
}

/** What `compileBook` finds, without the plans: a linter would make them for nothing. */
export function checkBook(files: readonly SourceFile[]): readonly Diagnostic[] {
  return compile(files, false).diagnostics;
}

function compile(files: readonly SourceFile[], plans: boolean): CompiledBook {
  const sorted = [...files].sort(byPath);
  const result = compileInOrder(sorted, new Set(), plans);
  if ('diagnostics' in result) return result;
  return compileInOrder(sorted, result, plans) as CompiledBook;
}

/**
 * Playbooks last.
 * @param foreign files that are named as playbooks and hold another part of the book.
 * @returns the files that are foreign and were not among them: others may have to be read against what they hold.
 */
function compileInOrder(
  files: readonly SourceFile[],
  foreign: ReadonlySet<string>,
  plans: boolean,
): CompiledBook | ReadonlySet<string> {
  const isLate = ({ path }: SourceFile): boolean => isPlaybookFile(path) && !foreign.has(path);
  const ground = compileGround(files.filter((file) => !isLate(file)));
  const units: PlaybookUnit[] = ground.playbooks.map((opened) => readUnit(opened, ground));
  const more = new Set<string>();
  for (const file of files.filter(isLate)) {
    const opened = openPlaybook(file);
    if (isForeign(opened)) more.add(file.path);
    else if (more.size === 0) units.push(unitOf(file, opened, ground));
  }
  if (more.size > 0) return more;
  units.sort((a, b) => byPath({ path: a.file }, { path: b.file }));
  const library = new PlaybookLibrary(units, ground);
  return joinBook(ground, units, (unit, others) => finishUnit(unit, others, { ground, library, plans }));
}
