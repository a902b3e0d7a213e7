import type { Database } from '../../../prisma/database.js';
import { publishBook } from '../../../prisma/stores/publication-store.js';
import type { PublishedBook } from '../../../prisma/stores/publication-store.js';
import { retirementsInForce } from '../../../prisma/stores/retirement-store.js';
import { notRunnableCatalogue } from '../../../workflows/compile/not-runnable-catalogue.js';
import { notRunnable, sayNotRunnable } from '../../../workflows/compile/not-runnable.js';
import type { CompiledBook } from '../../../workflows/compile/compile-book.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Diagnostic } from '../../../workflows/model/diagnostic.js';
import type { Instant } from '../../../workflows/model/time.js';
import { sayDifference, testPlaybook, testRefusal, type TestedPlaybookTest } from '../../../workflows/simulate/test-playbook.js';
import { Problem } from '../problems/problem.js';
import { compileBody } from './lint-book.js';
import type { BookBody, PublishResultDto, RefusedPlaybookDto } from './playbook-dto.js';

/**
 * Compiles, tests and publishes a book: all of it, or nothing with the reason. Only playbooks that the engine cannot
 * carry out yet are left out of it, each with its reasons.
 */
export async function publishBody(db: Database, body: BookBody, at: Instant): Promise<PublishResultDto> {
  const book = compileBody(body);
  const { catalogue, diagnostics } = book;
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    const cause = 'The book has errors; nothing was published.';
    throw new Problem(422, 'book-has-errors', cause, 'Correct what the diagnostics name.', { diagnostics });
  }
  if (catalogue === null) {
    const cause = 'There is nothing to publish: no metrics file and no playbook is among the files.';
    throw new Problem(422, 'empty-book', cause, 'Send metrics.yaml and the playbooks.', { place: 'body.files' });
  }
  const testsPassed = runTests(book, catalogue);
  const refused = book.playbooks.flatMap(({ file, plan }) => {
    const parts = notRunnable(plan, catalogue);
    return parts.length > 0 ? [{ file, playbook: plan.playbook, version: plan.version, notRunnable: parts }] : [];
  });
  const publishable = book.playbooks.filter(({ file }) => refused.every((one) => one.file !== file));
  if (refused.length > 0 && publishable.length === 0) throw nothingRunnable(refused);
  const result = await publishBook(db, { catalogue, playbooks: publishable }, at);
  if (result.status === 'refused') throw versionTaken(book, result);
  const hashes = new Map(book.playbooks.map(({ plan }) => [plan.playbook, plan.contentHash]));
  const retired = await retirementsInForce(db);
  const playbooks = result.playbooks.map(({ playbook, version, created }) => ({
    playbook,
    version,
    contentHash: hashes.get(playbook) ?? '',
    changed: created,
    retired: retired.has(playbook),
  }));
  return { playbooks, refused, testsPassed, diagnostics, notRunnable: notRunnableCatalogue(catalogue) };
}

function nothingRunnable(refused: readonly RefusedPlaybookDto[]): Problem {
  const each = refused.map(({ playbook, version, notRunnable: parts }) => `${playbook} v${version}: ${sayNotRunnable(parts)}`);
  const cause = `The engine cannot carry out any of these playbooks yet, so nothing was published. ${each.join('. ')}.`;
  return new Problem(422, 'not-runnable', cause, 'Write these parts in another way, or wait for a release that has them.');
}

/** A book whose own tests fail is not published. */
function runTests({ playbooks }: CompiledBook, catalogue: Catalogue): number {
  const tested = playbooks.map((playbook) => testPlaybook(playbook, catalogue));
  const tests = tested.flatMap((playbook) => playbook.tests);
  const failures = tests.filter(({ status }) => status === 'failed');
  const first = tested.find((playbook) => testRefusal(playbook) !== null);
  if (!first) return tests.length;
  const told = `${first.playbook} v${first.version}: ${String(testRefusal(first))}`;
  const cause = `${failures.length} of ${tests.length} inline tests failed; nothing was published. ${told}.`;
  const fix = 'Correct the playbook, or what its test expects.';
  throw new Problem(422, 'tests-failed', cause, fix, { diagnostics: failures.map(testFailure) });
}

function testFailure({ file, span, name, differences }: TestedPlaybookTest): Diagnostic {
  const told = differences.map(sayDifference).join('; ');
  return { file, span, severity: 'error', code: 'test-failed', message: `the test "${name}" failed: ${told}` };
}

// A version that was published never changes: runs under way and the audit point to it.
function versionTaken(book: CompiledBook, { refusals }: Extract<PublishedBook, { status: 'refused' }>): Problem {
  const named = refusals.map(({ playbook, version }) => `${playbook} version ${version}`).join(', ');
  const fixes = refusals.map(({ playbook, version }) => {
    const file = book.playbooks.find(({ plan }) => plan.playbook === playbook)?.file ?? playbook;
    return `set \`version: ${version + 1}\` in ${file}`;
  });
  const cause = `Published before with another content: ${named}. A published version never changes; nothing was published.`;
  const fix = `Give what changed the next version: ${fixes.join('; ')}.`;
  return new Problem(409, 'version-taken', cause, fix);
}
