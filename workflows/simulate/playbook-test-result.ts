import type { ZoneCalendar } from '../model/calendar.js';
import type { SkipReason } from '../model/decision.js';
import type { TestExpectation } from '../model/playbook-test.js';
import type { RunResult, TraceEntry } from '../model/run.js';

/** One thing a test expected and did not find. */
export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
  /** The line of the flight record (its `seq`) at which it shows; absent = none. */
  readonly seq?: number;
}

/** What a test found. */
export interface TestActual {
  readonly enrolled: boolean;
  /** Every condition that kept the account out; empty when it was enrolled. */
  readonly because: readonly string[];
  readonly skipped: SkipReason | null;
  readonly ran: readonly string[];
  readonly outcomes: Readonly<Record<string, string | null>>;
  readonly exited: string | null;
  readonly result: RunResult | null;
}

export interface PlaybookTestResult {
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly expected: TestExpectation;
  readonly actual: TestActual;
  /** One per expectation that was not met, and per timeline entry that had nothing to act on. */
  readonly differences: readonly Difference[];
  /** The flight record; empty when nobody was enrolled. */
  readonly trace: readonly TraceEntry[];
  /** In which the run lived. */
  readonly calendar: ZoneCalendar;
}
