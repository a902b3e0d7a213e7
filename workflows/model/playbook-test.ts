import type { SkipReason } from './decision.js';
import type { Span } from './diagnostic.js';
import type { FactValue } from './fact.js';
import type { RunResult } from './run.js';
import type { Duration, LocalDate } from './time.js';

/** A metric in a test: closed periods, oldest first (null = unknown), or one value for every period. */
export type TestSeries = number | null | readonly (number | null)[];

/** What is known about the account; anything not written is missing. Percent metrics are fractions. */
export interface TestFacts {
  /** `segment`, `status`, `muted`, `locale`, `name`, and any attribute. */
  readonly account: Readonly<Record<string, FactValue>>;
  readonly health: { readonly score?: number | null; readonly band?: string | null };
  readonly contract: { readonly start?: LocalDate; readonly end?: LocalDate; readonly seats?: number };
}

/** The account on the day of the trigger. */
export interface TestGiven extends TestFacts {
  /** The local day on which the test begins; null = the simulator's own day (for a dated start: the day it falls on). */
  readonly date: LocalDate | null;
  readonly metrics: Readonly<Record<string, TestSeries>>;
}

/** Something that happens later. */
export interface TestEvent extends TestFacts {
  /** Counted from the trigger. */
  readonly at: Duration;
  /** Step id -> outcome word with which its open task is closed. */
  readonly close: Readonly<Record<string, string>>;
  /** From `at` on, the last closed period of the metric reads this. */
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly span: Span;
}

/** Only what is written is compared; null = not compared. */
export interface TestExpectation {
  readonly enrolled: boolean | null;
  /** Canonical text of the condition that kept the account out (of `start`, `only` or `never`). */
  readonly because: string | null;
  readonly skipped: SkipReason | null;
  /** Every step that was carried out (done or expired; branch steps left out), in order. */
  readonly ran: readonly string[] | null;
  /** Step id -> the word its outcome must be. */
  readonly outcomes: Readonly<Record<string, string>> | null;
  /** Exit id. */
  readonly exited: string | null;
  readonly result: RunResult | null;
}

/** A test written inside a playbook, checked against the catalogue; run on a virtual clock. */
export interface PlaybookTest {
  readonly name: string;
  readonly span: Span;
  readonly given: TestGiven;
  readonly timeline: readonly TestEvent[];
  readonly expect: TestExpectation;
}
