import { compileBook, type CompiledPlaybook } from '../../../workflows/compile/compile-book.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { SourceFile } from '../../../workflows/model/playbook.js';
import type { BookSelection } from '../book-files.js';
import { found } from '../failure.js';

/** A playbook that was asked for, with the catalogue of its book. */
export interface AskedPlaybook {
  readonly playbook: CompiledPlaybook;
  readonly catalogue: Catalogue;
  /** All files of the book. */
  readonly files: readonly SourceFile[];
}

/**
 * The playbooks that were asked for, compiled.
 * @param what is to be done with them, for the message: `tested`, `simulated`
 * @throws CliFailure (exit 1) when what was asked for has errors.
 */
export function compileAsked(
  selection: BookSelection,
  paths: readonly string[],
  catalogueFolder: string | undefined,
  what: string,
): readonly AskedPlaybook[] {
  const books = selection.books.map((files) => ({ files, ...compileBook(files) }));
  const errors = books.flatMap((book) =>
    book.diagnostics.filter(({ severity, file }) => severity === 'error' && selection.asked(file)),
  );
  const asked = books.flatMap(({ files, catalogue, playbooks }) =>
    catalogue === null
      ? []
      : playbooks.filter(({ file }) => selection.asked(file)).map((playbook) => ({ playbook, catalogue, files })),
  );
  if (errors.length === 0 && books.every(({ catalogue }) => catalogue !== null)) return asked;
  const [first] = errors;
  const where =
    first === undefined ? '' : `, the first at ${first.file}:${first.span.line}:${first.span.column}: ${first.message}`;
  const options = catalogueFolder === undefined ? [] : ['--catalogue', catalogueFolder];
  throw found(
    'book-has-errors',
    `The book cannot be ${what}, it has ${errors.length} errors${where}`,
    `See them all with: ${['npx sopwith lint', ...paths, ...options].join(' ')}`,
  );
}
