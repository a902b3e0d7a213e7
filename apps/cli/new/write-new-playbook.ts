import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '../../../workflows/model/diagnostic.js';
import { readBooks } from '../book-files.js';
import { usage } from '../failure.js';
import { instantiate, shippedCatalogue, type NewFile, type PlaybookTemplate } from './playbook-templates.js';

const SCHEMA = 'playbook.v1.schema.json';

export interface NewPlaybook {
  /** Written files, relative to the working directory where they are below it, with `/`. */
  readonly files: readonly string[];
  /** The one of them that is the playbook. */
  readonly playbook: string;
  /** What the book lacks for them. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of each written file by its path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The nearest folder at or above a path, there or not, that holds the catalogue of a book. */
function bookAbove(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'metrics.yaml'))) return at;
    if (dirname(at) === at) return null;
  }
}

function absolute(folder: string, files: readonly NewFile[]): readonly NewFile[] {
  return files.map(({ path, text }) => ({ path: join(folder, path), text }));
}

/**
 * Writes a template as a playbook of its own into a folder, and the shipped catalogue beside it where there is no book yet.
 * @param into the folder; null = `playbooks/<name>`.
 * @throws CliFailure (exit 2) when a file is there already; then nothing is written.
 */
export async function writeNewPlaybook(
  template: PlaybookTemplate,
  name: string,
  into: string | null,
  cwd: string = process.cwd(),
): Promise<NewPlaybook> {
  const folder = resolve(cwd, into ?? join('playbooks', name));
  const found = bookAbove(folder);
  const book = found ?? (into === null ? dirname(folder) : folder);
  const catalogue = found === null ? absolute(book, shippedCatalogue()) : [];
  const schema = join(book, SCHEMA);
  const hasSchema = existsSync(schema) || catalogue.some(({ path }) => path === schema);
  const seen = relative(folder, schema).split(sep).join('/');
  const files = [
    ...absolute(folder, instantiate(template, name, hasSchema ? (seen.startsWith('.') ? seen : `./${seen}`) : null)),
    ...catalogue,
  ];
  const shown = (path: string) => (path.startsWith(cwd + sep) ? relative(cwd, path) : path).split(sep).join('/');
  const taken = files.filter(({ path }) => existsSync(path)).map(({ path }) => shown(path));
  if (taken.length > 0)
    throw usage(
      'file-exists',
      `There is a file already: ${taken.join(', ')}`,
      'Choose another name, or another folder with --into',
    );
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
  }
  const { compileBook } = await import('../../../workflows/compile/compile-book.js');
  const own = new Set(files.map(({ path }) => shown(path)));
  const diagnostics = readBooks([folder], cwd).books.flatMap((one) => compileBook(one).diagnostics);
  return {
    files: [...own],
    playbook: shown(join(folder, `${name}.playbook.yaml`)),
    diagnostics: diagnostics.filter(({ file }) => own.has(file)),
    texts: new Map(files.map(({ path, text }) => [shown(path), text])),
  };
}
