import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { usage } from './failure.js';

/** One file of a book as the compiler takes it. */
export interface BookFile {
  /** As people see it: relative to the working directory where it is below it, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Books of playbooks, and which part of them was asked for. */
export interface BookSelection {
  readonly books: readonly (readonly BookFile[])[];
  /** True for a path that was asked for. */
  readonly asked: (path: string) => boolean;
}

const BELONGS = /\.(ya?ml|hbs)$/;
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.sopwith']);

/**
 * Reads the books that hold the given files and folders. A playbook makes sense only within its book (metrics, health,
 * segments), so the whole book is read; `asked` keeps the answer to what was asked.
 * @throws CliFailure (exit 2) for a path that is not there or holds nothing to read.
 */
export function readBooks(paths: readonly string[], cwd: string = process.cwd()): BookSelection {
  const wanted = paths.map((path) => resolve(cwd, path));
  for (const [index, path] of wanted.entries()) {
    if (!existsSync(path))
      throw usage(
        'no-such-path',
        `There is nothing at ${paths[index]}`,
        `Looked for ${path}. Name a playbook, or a folder with playbooks`,
      );
  }
  const roots = [...new Set(wanted.map(bookRoot))];
  const outermost = roots.filter((root) => !roots.some((other) => other !== root && root.startsWith(other + sep)));
  const isAsked = (file: string) =>
    wanted.some((path) => file === path || file.startsWith(path.endsWith(sep) ? path : path + sep));
  const found = outermost.map((root) => listFiles(root));
  const asked = new Set(found.flat().filter(isAsked).map((file) => shown(file, cwd))); // prettier-ignore
  if (asked.size === 0)
    throw usage('nothing-to-read', `There is no YAML file in ${paths.join(', ')}`, 'Name a playbook, or a folder with playbooks');
  const read = (file: string): BookFile => ({ path: shown(file, cwd), text: readFileSync(file, 'utf8') });
  return { books: found.map((files) => files.map(read)), asked: (path) => asked.has(path) };
}

/** The nearest folder at or above a path that holds the catalogue of a book; else the path's own folder. */
function bookRoot(path: string): string {
  const start = statSync(path).isDirectory() ? path : dirname(path);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'metrics.yaml'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listFiles(path);
      return entry.isFile() && BELONGS.test(entry.name) ? [path] : [];
    });
}

function shown(file: string, cwd: string): string {
  const short = relative(cwd, file);
  return (short.startsWith('..') ? file : short).split(sep).join('/');
}
