import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { BOOK_KINDS, type BookKind } from '../../workflows/language/vocabulary/book-kind.js';
import { readBooks, type BookFile, type BookSelection } from './book-files.js';
import { BookReader } from './book-reader.js';
import { usage } from './failure.js';
import { MACHINE_FILES, type FileSystem } from './read-text-file.js';
import { shownPath } from './shown-path.js';

/** Kinds of which a book has one file: a named one stands for the catalogue's. */
const ONE_PER_BOOK: readonly BookKind[] = ['Metrics', 'Segments', 'Lifecycle', 'Calendars'];
/** Kinds that playbooks are written against. Solutions are not among them: they name playbooks, and those stay away. */
const CATALOGUE: readonly BookKind[] = [...ONE_PER_BOOK, 'Health'];

function kindOf({ text }: BookFile): BookKind | undefined {
  const written = /(?:^|[{,])[ \t]*["']?kind["']?[ \t]*:[ \t]*["']?(\w+)/m.exec(text)?.[1];
  return BOOK_KINDS.find((kind) => kind === written);
}

/** The template files of which a text speaks. One too many does no harm: whether it is used is not asked of such a book. */
function speaksOf(texts: readonly string[], template: string): boolean {
  const [name = ''] = basename(template).split('.');
  return texts.some((text) => new RegExp(`(?<![\\w-])${name.replaceAll(/\W/g, '\\$&')}(?![\\w-])`).test(text));
}

/**
 * The book that a few files make with a catalogue from elsewhere: the files, the templates beside them of which they
 * speak, and metrics, segments, health, lifecycle and calendars of the folder, without its playbooks. A named file of a
 * kind that a book has once stands for the folder's.
 * @throws CliFailure (exit 2) for a path that is not there, may not be read, or holds nothing to read.
 */
function readCataloguedBook(paths: readonly string[], catalogue: string, cwd: string, files: FileSystem): BookSelection {
  const reader = new BookReader(cwd, files);
  const folder = resolve(cwd, catalogue);
  if (!reader.isFolder(folder, catalogue))
    throw usage('no-catalogue', `${catalogue} is not a folder`, 'Name the folder that holds metrics.yaml');
  const named = [...new Set(paths.flatMap((path) => reader.named(resolve(cwd, path), path)))];
  if (named.length === 0)
    throw usage('nothing-to-read', `There is no YAML file in ${paths.join(', ')}`, 'Name a playbook, or a folder with playbooks');
  const own = named.map((file) => reader.read(file));
  const texts = own.map(({ text }) => text);
  const beside = [...new Set(named.map((file) => join(dirname(file), 'emails')))].filter((emails) => existsSync(emails));
  const templates = beside
    .flatMap((emails) => reader.files(emails))
    .filter((file) => file.endsWith('.hbs') && !named.includes(file) && speaksOf(texts, file))
    .map((file) => reader.read(file));
  const taken = new Set(own.map(kindOf).filter((kind) => kind !== undefined && ONE_PER_BOOK.includes(kind)));
  const ground = reader
    .files(folder)
    .filter((file) => /\.ya?ml$/.test(file) && !named.includes(file))
    .map((file) => reader.read(file))
    .filter((file) => {
      const kind = kindOf(file);
      return kind !== undefined && CATALOGUE.includes(kind) && !taken.has(kind);
    });
  if (ground.length === 0 && taken.size === 0)
    throw usage('no-catalogue', `There are no metrics in ${catalogue}`, 'Name the folder that holds metrics.yaml');
  const asked = new Set([...own, ...templates].map(({ path }) => path));
  const first = resolve(cwd, paths[0] ?? '.');
  return {
    books: [[...ground, ...templates, ...own]],
    roots: [reader.isFolder(first, paths[0] ?? '.') ? first : dirname(first)],
    asked: (path) => asked.has(path),
    whole: (path) => !reader.cut.has(shownPath(path, cwd)),
  };
}

/** The books of the named paths, each its own or, with a catalogue, one around them. @throws CliFailure (exit 2) */
export function selectBooks(
  paths: readonly string[],
  catalogue: string | undefined,
  cwd: string = process.cwd(),
  files: FileSystem = MACHINE_FILES,
): BookSelection {
  return catalogue === undefined ? readBooks(paths, cwd, files) : readCataloguedBook(paths, catalogue, cwd, files);
}
