import { addDuration, startOfDate, localDate, type ZoneCalendar } from '../model/calendar.js';
import type { ContractDate, LifecycleStage } from '../model/catalogue.js';
import type { Condition } from '../model/condition.js';
import type { Truth } from '../model/fact.js';
import type { Instant } from '../model/time.js';

/** What a stage depends on besides the date. */
export interface StageQuestion {
  readonly at: Instant;
  readonly calendar: ZoneCalendar;
  /** Null = none; then only stages for all segments are possible. */
  readonly segment: string | null;
  /** The term in question; null = the account has none, so no stage by date has begun. */
  readonly contract: { readonly start: Instant; readonly end: Instant } | null;
  /** Asked for stages that begin by a condition; unknown has not begun. */
  readonly holds: (condition: Condition) => Truth;
}

/** The local midnight of a date relative to a contract. */
export function instantOfContractDate(
  { offset, direction, anchor }: ContractDate,
  contract: { readonly start: Instant; readonly end: Instant },
  calendar: ZoneCalendar,
): Instant {
  const base = anchor === 'contract.start' ? contract.start : contract.end;
  const moved = offset.amount === 0 ? base : addDuration(calendar, base, offset, direction === 'before' ? -1 : 1);
  return startOfDate(calendar, localDate(calendar, moved));
}

function hasBegun({ begins }: LifecycleStage, question: StageQuestion): boolean {
  if (begins.kind === 'condition') return question.holds(begins.when.condition) === true;
  const { contract, segment, calendar, at } = question;
  if (contract === null) return false;
  const own = segment !== null && Object.hasOwn(begins.bySegment, segment) ? begins.bySegment[segment] : undefined;
  return instantOfContractDate(own ?? begins.from, contract, calendar) <= at;
}

/** The stage an account is in: the last one of the list that its segment has and that has begun. Null = none has. */
export function stageAt(stages: readonly LifecycleStage[], question: StageQuestion): LifecycleStage | null {
  const { segment } = question;
  for (let index = stages.length - 1; index >= 0; index -= 1) {
    const stage = stages[index];
    if (stage === undefined) continue;
    if (stage.segments.length > 0 && (segment === null || !stage.segments.includes(segment))) continue;
    if (hasBegun(stage, question)) return stage;
  }
  return null;
}
