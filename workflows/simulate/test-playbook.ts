import type { CompiledPlaybook } from '../compile/compile-book.js';
import type { Catalogue } from '../model/catalogue.js';
import type { Span } from '../model/diagnostic.js';
import { coverageOf, type PlaybookCoverage } from './coverage.js';
import type { Difference, PlaybookTestResult } from './playbook-test-result.js';
import { runPlaybookTest } from './run-playbook-test.js';

/** A test with the place at which it is written. */
export interface TestedPlaybookTest extends PlaybookTestResult {
  readonly file: string;
  readonly span: Span;
}

export interface TestedPlaybook {
  readonly file: string;
  readonly playbook: string;
  readonly version: number;
  readonly tests: readonly TestedPlaybookTest[];
  readonly coverage: PlaybookCoverage;
}

type Written = Pick<CompiledPlaybook, 'file' | 'plan' | 'tests'>;

/** Runs a playbook's own tests. A playbook without tests passes; lint says that it has none. */
export function testPlaybook({ file, plan, tests }: Written, catalogue: Catalogue): TestedPlaybook {
  const results = tests.map((test) => ({ file, span: test.span, ...runPlaybookTest(plan, catalogue, test) }));
  const coverage = coverageOf(
    plan,
    results.map(({ trace }) => trace),
  );
  return { file, playbook: plan.playbook, version: plan.version, tests: results, coverage };
}

/** `"a bad week": ran: expected [hello], was []`: the first thing a failed test found otherwise. */
export function sayDifference({ what, expected, actual }: Difference): string {
  return `${what}: expected ${expected}, was ${actual}`;
}

/**
 * Why a playbook may not be published for the sake of its tests: the first that fails, with the first thing it found
 * otherwise; null = it may.
 */
export function testRefusal({ tests }: Pick<TestedPlaybook, 'tests'>): string | null {
  const failed = tests.filter(({ status }) => status === 'failed');
  const [first] = failed;
  if (!first) return null;
  const more = failed.length === 1 ? '' : ` (and ${failed.length - 1} more of its tests)`;
  const [difference] = first.differences;
  return `the test "${first.name}" fails${more}${difference ? `: ${sayDifference(difference)}` : ''}`;
}
