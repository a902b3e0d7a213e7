import { resolve } from 'node:path';
import { BookReader, type BookFile } from './book-reader.js';
import { usage } from './failure.js';
import { MACHINE_FILES, type FileSystem } from './read-text-file.js';
import { shownPath } from './shown-path.js';
import { isBelow } from './is-below.js';

export type { BookFile } from './book-reader.js';

/** Books of playbooks, and which part of them was asked for. */
export interface BookSelection {
  readonly books: readonly (readonly BookFile[])[];
  /** The folder of each book, absolute. */
  readonly roots: readonly string[];
  /** True for a path that was asked for. */
  readonly asked: (path: string) => boolean;
  /** False for a file so large that only its beginning was read: it can be judged, not written. */
  readonly whole: (path: string) => boolean;
}

/**
 * Reads the books that hold the given files and folders. A playbook makes sense only within its book (metrics, health,
 * segments), so the whole book is read; `asked` keeps the answer to what was asked.
 * @throws CliFailure (exit 2) for a path that is not there, may not be read, or holds nothing to read.
 */
export function readBooks(
  paths: readonly string[],
  cwd: string = process.cwd(),
  files: FileSystem = MACHINE_FILES,
): BookSelection {
  const reader = new BookReader(cwd, files);
  const wanted = paths.map((path) => resolve(cwd, path));
  const roots = [...new Set(wanted.map((path, index) => reader.root(path, paths[index] ?? path)))];
  const outermost = roots.filter((root) => !roots.some((other) => other !== root && isBelow(root, other)));
  const isAsked = (file: string) => wanted.some((path) => file === path || isBelow(file, path));
  const found = outermost.map((root) => reader.files(root));
  const asked = new Set(found.flat().filter(isAsked).map((file) => shownPath(file, cwd))); // prettier-ignore
  if (asked.size === 0)
    throw usage('nothing-to-read', `There is no YAML file in ${paths.join(', ')}`, 'Name a playbook, or a folder with playbooks');
  return {
    books: found.map((book) => book.map((file) => reader.read(file))),
    roots: outermost,
    asked: (path) => asked.has(path),
    whole: (path) => !reader.cut.has(path),
  };
}
