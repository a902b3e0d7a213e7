import { compileBook, type CompiledPlaybook } from '../../../workflows/compile/compile-book.js';
import { notRunnable, sayNotRunnable } from '../../../workflows/compile/not-runnable.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import { selectBooks } from '../catalogued-book.js';
import { found, usage } from '../failure.js';

export interface AskedBook {
  readonly catalogue: Catalogue;
  /** What is to be tested, by id. */
  readonly playbooks: readonly CompiledPlaybook[];
}

/**
 * The playbooks that were asked for, with the catalogue of their book. One that the engine does not carry out is left out,
 * with a warning that says why.
 * @throws CliFailure (exit 1) when the book has errors or nothing of it can be run; (exit 2) for paths that hold no one book.
 */
export function askedBook(
  paths: readonly string[],
  catalogueFolder: string | undefined,
  onWarning: (text: string) => void,
): AskedBook {
  const selection = selectBooks(paths, catalogueFolder);
  const [files, another] = selection.books;
  if (files === undefined || another !== undefined)
    throw usage('several-books', `${paths.join(', ')} are in ${selection.books.length} books`, 'Name playbooks of one book');
  const { catalogue, playbooks, diagnostics } = compileBook(files);
  const errors = diagnostics.filter((one) => one.severity === 'error' && selection.asked(one.file));
  const [first] = errors.length > 0 ? errors : diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || catalogue === null) {
    const where = first ? `, the first at ${first.file}:${first.span.line}:${first.span.column}: ${first.message}` : '';
    throw found(
      'book-has-errors',
      `The book cannot be tested, it has errors${where}`,
      `See them all with: npx sopwith lint ${[...paths, ...(catalogueFolder === undefined ? [] : ['--catalogue', catalogueFolder])].join(' ')}`,
    );
  }
  const asked = playbooks.filter(({ file }) => selection.asked(file));
  if (asked.length === 0)
    throw usage('no-playbook', `There is no playbook in ${paths.join(', ')}`, 'Name a file with kind: Playbook');
  const runnable = asked.filter(({ file, plan }) => {
    const parts = notRunnable(plan, catalogue);
    if (parts.length > 0)
      onWarning(`${file}: ${plan.playbook} v${plan.version} is not runnable yet and is left out: ${sayNotRunnable(parts)}`);
    return parts.length === 0;
  });
  if (runnable.length === 0)
    throw found('nothing-runnable', 'None of the playbooks can be run yet, the warnings above say why', null);
  return { catalogue, playbooks: [...runnable].sort((a, b) => (a.plan.playbook < b.plan.playbook ? -1 : 1)) };
}
