import type { Expression, NamedCondition } from './condition.js';
import type { FactValue, ValueType } from './fact.js';
import type { LocalizedText } from './localized-text.js';
import type { Duration, LocalDate, PeriodUnit } from './time.js';

/** Which of the events of a name count. Everything left out = all of them. */
export interface EventFilter {
  /** Only events whose properties have exactly these values. */
  readonly where?: Readonly<Record<string, FactValue>>;
  /** Only events of contacts who have this role when the period ends. */
  readonly role?: string;
}

/** How a metric is computed from rows. Every metric is a series of closed periods in the account's zone. */
export type MetricSource =
  /** Number of events of a name in the period. */
  | ({ readonly kind: 'count_events'; readonly event: string } & EventFilter)
  /** Number of distinct contacts with at least one such event in the period, or with enough of them. */
  | ({
      readonly kind: 'count_contacts';
      readonly event: string;
      /** A contact counts from here on: events in the period, or the sum of `sumOf` over them. Absent = 1 event. */
      readonly atLeast?: number;
      /** A number property of the event, in its own unit. */
      readonly sumOf?: string;
    } & EventFilter)
  /** Sum of a number property over the period's events. */
  | ({ readonly kind: 'sum'; readonly property: string; readonly event: string } & EventFilter)
  /** Mean of a number property over the period's events. */
  | ({ readonly kind: 'average'; readonly property: string; readonly event: string } & EventFilter)
  /** Number of different values of a property among the period's events. */
  | ({ readonly kind: 'distinct'; readonly property: string; readonly event: string } & EventFilter)
  /** How long before the period's end the last such event was, in ms. */
  | ({ readonly kind: 'last_seen'; readonly event: string } & EventFilter)
  /** Distinct contacts for whom, at the period's end, the last of the two events is `opened`. */
  | { readonly kind: 'open_contacts'; readonly opened: string; readonly closed: string | null; readonly withinTerm: boolean }
  /** Distinct contacts with at least one such event since the start of the term in force at the period's end. */
  | { readonly kind: 'contacts_this_term'; readonly event: string }
  /** Seats of the subscription in force at the period's end. */
  | { readonly kind: 'seats' }
  /** Number of products (modules) of the subscriptions in force at the period's end. */
  | { readonly kind: 'products' }
  /** One metric divided by another (same period unit); unknown when the divisor is 0 or unknown. */
  | { readonly kind: 'ratio'; readonly of: string; readonly to: string }
  /** Pushed from outside as metric points. */
  | { readonly kind: 'imported' };

/** What a metric is measured in. A duration is in ms. */
export type MetricType = Extract<ValueType, 'number' | 'percent' | 'duration'>;

export interface MetricDefinition {
  readonly id: string;
  readonly title: LocalizedText;
  readonly type: MetricType;
  readonly per: PeriodUnit;
  readonly source: MetricSource;
  /** What a closed period without rows means. */
  readonly whenEmpty: 'zero' | 'unknown';
  /** Possible values, for always-true checks. Null = open. */
  readonly range: readonly [number | null, number | null];
}

/** Something that happens to an account or to one of its contacts, as the product or another system reports it. */
export interface EventDefinition {
  readonly id: string;
  readonly title: LocalizedText;
  readonly properties: Readonly<Record<string, Extract<ValueType, 'number' | 'text' | 'yes_no'>>>;
}

/** A trait of an account that the customer's own systems (or a `set` step) write: `account.<id>`. */
export interface AttributeDefinition {
  readonly id: string;
  readonly title: LocalizedText;
  readonly type: Extract<ValueType, 'number' | 'percent' | 'text' | 'yes_no' | 'date'>;
  /** Closed set of a text; null = any. */
  readonly values: readonly string[] | null;
}

/** A place outside that steps may reach by its id; address and secret are configuration of the deployment. */
export interface OutsidePlace {
  readonly id: string;
  readonly title: LocalizedText;
}

interface DimensionBase {
  readonly id: string;
  readonly title: LocalizedText;
  readonly weight: number;
}

/** Linear between `zeroAt` (0 points) and `fullAt` (100 points), clamped. */
export interface LinearDimension extends DimensionBase {
  /** A number, percent or duration expression, e.g. `activation_rate` or `wow_drop(logins)`. */
  readonly value: string;
  readonly expression: Expression;
  readonly zeroAt: number;
  readonly fullAt: number;
}

/** The share of the segment's accounts that lie below this one by a metric, as points. */
export interface PercentileDimension extends DimensionBase {
  /** The metric's id. */
  readonly value: string;
  readonly percentile: true;
}

/** Points of the first arm that is true; `when` null = otherwise. Missing while an arm before it is unknown. */
export interface PointsDimension extends DimensionBase {
  readonly points: readonly { readonly when: NamedCondition | null; readonly points: number }[];
}

/** One weighted part of a health score, worth 0 to 100 points. */
export type HealthDimension = LinearDimension | PercentileDimension | PointsDimension;

export type HealthBand = 'green' | 'yellow' | 'red';

/** The health score of one or more segments. Missing dimensions are re-weighted and shown as missing. */
export interface HealthDefinition {
  readonly id: string;
  /** Segments it applies to; empty = all others. */
  readonly segments: readonly string[];
  readonly dimensions: readonly HealthDimension[];
  /**
   * Lowest score of each band above red. With `stay` an account leaves its band only when the score is more than so many
   * points beyond the band's edge, so that a score on the edge does not flicker.
   */
  readonly bands: { readonly green: number; readonly yellow: number; readonly stay?: number };
}

export interface SegmentDefinition {
  readonly id: string;
  readonly title: LocalizedText;
  /** First match wins; null = always. */
  readonly when: NamedCondition | null;
}

/** A date relative to the contract: `90d before contract.end`; an amount of 0 is the date itself. */
export interface ContractDate {
  readonly offset: Duration;
  readonly direction: 'before' | 'after';
  readonly anchor: 'contract.start' | 'contract.end';
}

/** A phase of an account's life. An account is in the last stage of the list that has begun. */
export interface LifecycleStage {
  readonly id: string;
  readonly title: LocalizedText;
  /** Segments that have this stage; empty = all. */
  readonly segments: readonly string[];
  readonly begins:
    | {
        readonly kind: 'date';
        readonly from: ContractDate;
        /** Segment -> its own date. */
        readonly bySegment: Readonly<Record<string, ContractDate>>;
      }
    /** Begun while this is true. */
    | { readonly kind: 'condition'; readonly when: NamedCondition };
}

/** Something an account should have done by a day counted from its contract's start. */
export interface MilestoneDefinition {
  readonly id: string;
  readonly title: LocalizedText;
  /** Segments that have this milestone; empty = all. */
  readonly segments: readonly string[];
  /** Reached at the first such event of the term, or when the condition is first true. Exactly one of the two is set. */
  readonly event: string | null;
  readonly when: NamedCondition | null;
  /** Target day, the day of the contract's start being day 0; null = none. */
  readonly byDay: number | null;
  /** Segment -> its own target day. */
  readonly byDayOf: Readonly<Record<string, number>>;
}

export interface Lifecycle {
  /** In order. */
  readonly stages: readonly LifecycleStage[];
  readonly milestones: readonly MilestoneDefinition[];
}

/** Days with and without work. An account uses the calendar of its time zone, else the default one. */
export interface CalendarDefinition {
  readonly id: string;
  readonly title: LocalizedText;
  /** IANA zone whose accounts use it; null = none by itself. */
  readonly timezone: string | null;
  /** 0 = Sunday .. 6 = Saturday. */
  readonly weekend: readonly number[];
  /** Ascending. */
  readonly holidays: readonly LocalDate[];
  /** Weekend days on which people work all the same (make-up days), ascending. */
  readonly workingDays: readonly LocalDate[];
}

export interface Calendars {
  /** Id of the one for all other accounts. */
  readonly default: string;
  readonly calendars: readonly CalendarDefinition[];
}

/** An entry of the solution library: what to do about a diagnosis. */
export interface SolutionDefinition {
  readonly id: string;
  readonly title: LocalizedText;
  readonly kind: 'problem' | 'opportunity';
  readonly diagnosis: NamedCondition;
  /** Ids of playbooks, the one to try first first. */
  readonly playbooks: readonly string[];
  readonly notes: LocalizedText | null;
}

/**
 * Everything a playbook may name. Compiled from the files of a book that are not playbooks.
 * What a book does not have is absent, so that a catalogue keeps its content hash when the language grows.
 */
export interface Catalogue {
  readonly contentHash: string;
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  /** Of accounts. */
  readonly healths: readonly HealthDefinition[];
  readonly segments: readonly SegmentDefinition[];
  /** Those the book declares; `BUILT_IN_EVENTS` are there besides. */
  readonly events?: Readonly<Record<string, EventDefinition>>;
  readonly attributes?: Readonly<Record<string, AttributeDefinition>>;
  /** For `webhook` steps. */
  readonly endpoints?: Readonly<Record<string, OutsidePlace>>;
  /** For `chat` steps. */
  readonly chats?: Readonly<Record<string, OutsidePlace>>;
  /** Priorities of support tickets, the most urgent first. */
  readonly tickets?: { readonly priorities: readonly string[] };
  /** Of an account's end users, kept apart from the account's own. */
  readonly userHealths?: readonly HealthDefinition[];
  readonly lifecycle?: Lifecycle;
  readonly calendars?: Calendars;
  readonly solutions?: readonly SolutionDefinition[];
}
