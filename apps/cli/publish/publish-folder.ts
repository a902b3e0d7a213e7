import type { Database } from '../../../prisma/database.js';
import { publishCatalogue, publishPlaybook } from '../../../prisma/stores/publication-store.js';
import { retirementsInForce } from '../../../prisma/stores/retirement-store.js';
import { compileBook } from '../../../workflows/compile/compile-book.js';
import { sayNotRunnableCatalogue } from '../../../workflows/compile/not-runnable-catalogue.js';
import { notRunnable, sayNotRunnable } from '../../../workflows/compile/not-runnable.js';
import { formatDiagnostic } from '../../../workflows/language/format-diagnostic.js';
import { testPlaybook, testRefusal } from '../../../workflows/simulate/test-playbook.js';
import type { Instant } from '../../../workflows/model/time.js';
import { readBooks } from '../book-files.js';
import { found } from '../failure.js';

export interface PublishOptions {
  /** Business time of the publication. */
  readonly at: Instant;
  readonly onWarning: (text: string) => void;
}

/**
 * Compiles a folder and publishes what is new in it. A playbook that was changed without a new version is left as it was
 * published, with a warning: runs under way rely on (id, version) never changing. One that the engine cannot carry out yet
 * is left out, with every reason, and so is one whose own tests fail.
 * @throws CliFailure (exit 1) with every diagnostic when the book has errors.
 */
export async function publishFolder(
  db: Database,
  folder: string,
  options: PublishOptions,
): Promise<readonly { readonly id: string; readonly version: number }[]> {
  const files = readBooks([folder]).books.flat();
  const book = compileBook(files);
  const errors = book.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || book.catalogue === null) {
    const texts = new Map(files.map((file) => [file.path, file.text]));
    const listed = errors.map((diagnostic) => formatDiagnostic(diagnostic, texts.get(diagnostic.file)));
    const what = errors.length > 0 ? `${errors.length} ${errors.length === 1 ? 'error' : 'errors'}` : 'no metrics file';
    throw found(
      'book-has-errors',
      `The book in ${folder} has ${what}, so nothing of it was published:\n\n${listed.join('\n\n')}`,
      `Look again with: npx sopwith lint ${folder}`,
    );
  }
  await publishCatalogue(db, book.catalogue, options.at);
  const later = sayNotRunnableCatalogue(book.catalogue);
  if (later !== null) options.onWarning(later);
  const published = [];
  for (const playbook of book.playbooks) {
    const { playbook: id, version } = playbook.plan;
    const parts = notRunnable(playbook.plan, book.catalogue);
    if (parts.length > 0) {
      options.onWarning(
        `${playbook.file}: ${id} v${version} is not runnable yet and was not published: ${sayNotRunnable(parts)}`,
      );
      continue;
    }
    const failing = testRefusal(testPlaybook(playbook, book.catalogue));
    if (failing !== null) {
      options.onWarning(
        `${playbook.file}: ${id} v${version} was not published, ${failing}; see all with: npx sopwith test ${folder}`,
      );
      continue;
    }
    const result = await publishPlaybook(db, playbook, options.at);
    if (result.status === 'refused') {
      options.onWarning(
        `${playbook.file}: ${id} v${version} was changed, but this version is published and stays as it was; write version: ${version + 1} to publish the change`,
      );
    }
    published.push({ id, version });
  }
  const retired = await retirementsInForce(db);
  for (const { id } of published) {
    const since = retired.get(id);
    if (since === undefined) continue;
    options.onWarning(
      `${id} is retired and takes nobody in, whichever version is published: ${since.reason} (${since.by}); take it into use again with: npx sopwith playbook reopen ${id} --reason "..."`,
    );
  }
  return published;
}
