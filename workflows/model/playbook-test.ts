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
  /** Health of the account's end users. */
  readonly userHealth?: { readonly score?: number | null; readonly band?: string | null };
  readonly contract: {
    readonly start?: LocalDate;
    readonly end?: LocalDate;
    readonly seats?: number;
    readonly amount?: number;
    readonly product?: string;
    readonly renewal?: string;
  };
  readonly lifecycle?: { readonly stage?: string; readonly since?: LocalDate };
  readonly judgement?: { readonly rating?: number };
  /** Milestone -> reached. */
  readonly milestones?: Readonly<Record<string, boolean>>;
  /** Event -> how often it happened in every window that is asked for. */
  readonly events?: Readonly<Record<string, number>>;
  /** Contact role -> whether somebody has it and uses the product. */
  readonly roles?: Readonly<Record<string, 'active' | 'inactive' | 'none'>>;
  /** Priority -> open tickets. */
  readonly tickets?: Readonly<Record<string, number>>;
  /** Metric -> average and median of all accounts, of the segment; share of the segment's accounts below this one. */
  readonly platform?: Readonly<Record<string, number>>;
  readonly segment?: Readonly<Record<string, number>>;
  readonly percentile?: Readonly<Record<string, number>>;
}

/** The account on the day of the trigger. */
export interface TestGiven extends TestFacts {
  /** The local day on which the test begins; null = the simulator's own day (for a dated start: the day it falls on). */
  readonly date: LocalDate | null;
  /** Steps that cannot be carried out from the start. */
  readonly fail?: readonly string[];
  readonly metrics: Readonly<Record<string, TestSeries>>;
}

/** Something that happens later. */
export interface TestEvent extends TestFacts {
  /** Counted from the trigger. */
  readonly at: Duration;
  /** Step id -> outcome word with which its open task is closed. */
  readonly close: Readonly<Record<string, string>>;
  /** Step or question id -> the word it is answered with. */
  readonly answer?: Readonly<Record<string, string>>;
  /** An event of the account that happens now. */
  readonly event?: string;
  /** Steps that cannot be carried out from now on. */
  readonly fail?: readonly string[];
  /** Somebody pauses the run; the reason, or true when none is said. */
  readonly pause?: string | true;
  readonly resume?: true;
  /** Somebody cancels the run; the reason. */
  readonly cancel?: string;
  /** Steps, under way or to come, that somebody leaves out. */
  readonly skip?: readonly string[];
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
  /** Every step that was carried out (done or expired; branch and parallel left out), in order. */
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
