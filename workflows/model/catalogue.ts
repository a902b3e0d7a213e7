import type { Expression, NamedCondition } from './condition.js';
import type { LocalizedText } from './localized-text.js';
import type { PeriodUnit } from './time.js';

/** How a metric is computed from rows. Every metric is a series of closed periods in the account's zone. */
export type MetricSource =
  /** Number of events of a name in the period. */
  | { readonly kind: 'count_events'; readonly event: string }
  /** Number of distinct contacts with at least one such event in the period. */
  | { readonly kind: 'count_contacts'; readonly event: string }
  /** Distinct contacts for whom, at the period's end, the last of the two events is `opened`. */
  | { readonly kind: 'open_contacts'; readonly opened: string; readonly closed: string | null; readonly withinTerm: boolean }
  /** Distinct contacts with at least one such event since the start of the term in force at the period's end. */
  | { readonly kind: 'contacts_this_term'; readonly event: string }
  /** Seats of the subscription in force at the period's end. */
  | { readonly kind: 'seats' }
  /** One metric divided by another (same period unit); unknown when the divisor is 0 or unknown. */
  | { readonly kind: 'ratio'; readonly of: string; readonly to: string }
  /** Pushed from outside as metric points. */
  | { readonly kind: 'imported' };

export interface MetricDefinition {
  readonly id: string;
  readonly title: LocalizedText;
  readonly type: 'number' | 'percent';
  readonly per: PeriodUnit;
  readonly source: MetricSource;
  /** What a closed period without rows means. */
  readonly whenEmpty: 'zero' | 'unknown';
  /** Possible values, for always-true checks. Null = open. */
  readonly range: readonly [number | null, number | null];
}

/** One weighted part of a health score: linear between `zeroAt` (0 points) and `fullAt` (100 points), clamped. */
export interface HealthDimension {
  readonly id: string;
  readonly title: LocalizedText;
  readonly weight: number;
  /** A number or percent expression, e.g. `activation_rate` or `wow_drop(logins)`. */
  readonly value: string;
  readonly expression: Expression;
  readonly zeroAt: number;
  readonly fullAt: number;
}

export type HealthBand = 'green' | 'yellow' | 'red';

/** The health score of one or more segments. Missing dimensions are re-weighted and shown as missing. */
export interface HealthDefinition {
  readonly id: string;
  /** Segments it applies to; empty = all others. */
  readonly segments: readonly string[];
  readonly dimensions: readonly HealthDimension[];
  /** Lowest score of each band above red. */
  readonly bands: { readonly green: number; readonly yellow: number };
}

export interface SegmentDefinition {
  readonly id: string;
  readonly title: LocalizedText;
  /** First match wins; null = always. */
  readonly when: NamedCondition | null;
}

/** Everything a playbook may name. Compiled from metrics.yaml, health/*.health.yaml and segments.yaml. */
export interface Catalogue {
  readonly contentHash: string;
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  readonly healths: readonly HealthDefinition[];
  readonly segments: readonly SegmentDefinition[];
}
