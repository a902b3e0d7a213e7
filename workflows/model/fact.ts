import type { Instant } from './time.js';

/** What an expression can be worth. A percent is a fraction (0.5 = 50%), a duration and a date are milliseconds. */
export type FactValue = number | string | boolean | null;

/** How a number is to be read and printed. */
export type ValueType = 'number' | 'percent' | 'duration' | 'date' | 'text' | 'yes_no';

/** One value that a decision read, kept so that an auditor can see why. */
export interface Fact {
  /** As the author wrote it: `health.score`, `wow_drop(logins)`. */
  readonly name: string;
  readonly type: ValueType;
  /** Null = unknown. */
  readonly value: FactValue;
  /** The instant as of which it was true; for a metric the end of its last closed period. */
  readonly asOf: Instant;
  /** When the closed period of a metric began that ended at `asOf`; a change is about the newer of its two periods. */
  readonly since?: Instant;
  /** The raw numbers behind a derived value, e.g. `{ before: 400, after: 192 }`. */
  readonly from?: Readonly<Record<string, FactValue>>;
  /** How the numbers in `from` read when they are neither plain numbers nor a `date`. */
  readonly fromType?: ValueType;
}

/** Three-valued truth: null = unknown. */
export type Truth = boolean | null;

/** A condition's answer with everything it read. */
export interface Evaluation {
  readonly value: Truth;
  readonly facts: readonly Fact[];
}
