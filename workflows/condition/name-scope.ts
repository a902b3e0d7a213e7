import type { MetricDefinition } from '../model/catalogue.js';

/** What a condition may name at the place where it is written. */
export interface NameScope {
  /** Null = the metrics could not be read, so any bare name passes (one mistake, one message). */
  readonly metrics: Readonly<Record<string, MetricDefinition>> | null;
  /** Possible values of `account.segment`; null = not known. */
  readonly segments: readonly string[] | null;
  /** Steps whose outcome can be read here, with the words it can have; null words = not known. */
  readonly outcomes: ReadonlyMap<string, readonly string[] | null>;
  /** Steps whose outcome cannot be read here, with the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Families that would be circular here: a segment cannot ask for the segment, nor a health score for health. */
  readonly forbidden: readonly ('health' | 'segment')[];
  /** `change_since_start` has a start to measure from. */
  readonly insideRun: boolean;
}

/** A scope for conditions outside a run: triggers, eligibility, segments. */
export function scopeOutsideRun(
  metrics: NameScope['metrics'],
  segments: NameScope['segments'],
  forbidden: NameScope['forbidden'] = [],
): NameScope {
  return { metrics, segments, outcomes: new Map(), unreadable: new Map(), forbidden, insideRun: false };
}
