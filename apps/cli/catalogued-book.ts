import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { BOOK_KINDS, type BookKind } from '../../workflows/language/vocabulary/book-kind.js';
import { readBooks, type BookFile, type BookSelection } from './book-files.js';
import { BookReader } from './book-reader.js';
import { usage } from './failure.js';
import { MACHINE_FILES, type FileSystem } from './read-text-file.js';

/** Kinds of which a book has one file: a named one stands for the catalogue's. */
const ONE_PER_BOOK: readonly BookKind[] = ['Metrics', 'Segments', 'Lifecycle', 'Calendars'];
/** Kinds that playbooks are written against. */
const CATALOGUE: readonly BookKind[] = [...ONE_PER_BOOK, 'Health'];

/** A file with what has to be known of it before it is read properly. */
interface ReadFile extends BookFile {
  /** Absolute. */
  readonly file: string;
  readonly kind: BookKind | undefined;
  /** What other files call it by: a playbook by its id, a template by its name. */
  readonly name: string | undefined;
}

function opened(reader: BookReader, file: string): ReadFile {
  const { path, text } = reader.read(file);
  const written = /(?:^|[{,])[ \t]*["']?kind["']?[ \t]*:[ \t]*["']?(\w+)/m.exec(text)?.[1];
  const kind = BOOK_KINDS.find((one) => one === written);
  const [template] = basename(file).split('.');
  const name = file.endsWith('.hbs') ? template : /^["']?id["']?[ \t]*:[ \t]*["']?(\w+)/m.exec(text)?.[1];
  return { file, path, text, kind, name };
}

/** Playbooks of which the files speak, or those of which they speak, and so on. One too many does no harm. */
function namedPlaybooks(files: readonly ReadFile[], playbooks: readonly ReadFile[]): readonly ReadFile[] {
  const found = new Set<ReadFile>();
  let texts = files;
  while (texts.length > 0) {
    const words = new Set(texts.flatMap(({ text }) => text.match(/\w+/g) ?? []));
    texts = playbooks.filter((one) => one.name !== undefined && words.has(one.name) && !found.has(one));
    for (const one of texts) found.add(one);
  }
  return [...found];
}

/** The template files beside playbooks that these send. */
function templatesOf(files: readonly ReadFile[], reader: BookReader): readonly ReadFile[] {
  const folders = new Set(files.map(({ file }) => join(dirname(file), 'emails')));
  return [...folders].flatMap((emails) => {
    if (!existsSync(emails)) return [];
    const known = new Set(files.map(({ file }) => file));
    const templates = reader.files(emails).filter((file) => file.endsWith('.hbs') && !known.has(file));
    const senders = files.filter(({ file }) => dirname(file) === dirname(emails));
    const words = senders.flatMap(({ text }) => [...text.matchAll(/template["']?[ \t]*:[ \t]*["']?(\w+)/g)]);
    const sent = new Set(words.map(([, name]) => name));
    return templates.map((file) => opened(reader, file)).filter(({ name }) => sent.has(name));
  });
}

/**
 * The book that a few files make with a catalogue from elsewhere: the files with their templates; metrics, segments,
 * health, lifecycle and calendars of the folder; and of its playbooks those that the files name. A named file of a kind
 * that a book has once stands for the folder's.
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
  const own = named.map((file) => opened(reader, file));
  const asked = [...own, ...templatesOf(own, reader)];
  const ownKinds = new Set(own.flatMap(({ kind }) => (kind !== undefined && ONE_PER_BOOK.includes(kind) ? [kind] : [])));
  const elsewhere = reader
    .files(folder)
    .filter((file) => /\.ya?ml$/.test(file) && !named.includes(file))
    .map((file) => opened(reader, file));
  const ground = elsewhere.filter(({ kind }) => kind !== undefined && CATALOGUE.includes(kind) && !ownKinds.has(kind));
  if (ground.length === 0 && ownKinds.size === 0)
    throw usage('no-catalogue', `There are no metrics in ${catalogue}`, 'Name the folder that holds metrics.yaml');
  const ownNames = new Set(own.map(({ name }) => name));
  const playbooks = elsewhere.filter(({ kind, name }) => kind === 'Playbook' && !ownNames.has(name));
  const included = namedPlaybooks(own, playbooks);
  const [first = '.'] = paths;
  const start = resolve(cwd, first);
  const isAsked = new Set(asked.map(({ path }) => path));
  return {
    books: [[...ground, ...templatesOf(included, reader), ...included, ...asked].map(({ path, text }) => ({ path, text }))],
    roots: [reader.isFolder(start, first) ? start : dirname(start)],
    asked: (path) => isAsked.has(path),
    whole: (path) => !reader.cut.has(path),
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
