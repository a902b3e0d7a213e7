import { compileCondition } from '../condition/compile-condition.js';
import { printCondition } from '../condition/print-condition.js';
import { reachedAnchors, type AtDateDoor } from '../enroll/reached-anchors.js';
import { fromLocal, startOfDate, toLocal, type ZoneCalendar } from '../model/calendar.js';
import type { NamedCondition } from '../model/condition.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { StartDoor, TimeOfDay } from '../model/plan.js';
import type { TestGiven } from '../model/playbook-test.js';
import type { Instant } from '../model/time.js';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The simulator's own day, a Monday in winter. */
const OWN_DAY = '2026-01-05';

function timeOfDay(door: StartDoor): TimeOfDay {
  switch (door.kind) {
    case 'becomes_true':
      return door.cadence.at;
    case 'every_period':
      return door.period.at;
    case 'at_date':
    case 'milestone_missed':
      return door.at;
    case 'event':
    case 'manual':
      return { hour: 8, minute: 0 };
  }
}

function dueDates(door: AtDateDoor, given: TestGiven, calendar: ZoneCalendar): Instant[] {
  const { start, end, seats } = given.contract;
  // Only the anchor's own date is read; the other end of the term may be left out of a test.
  const anchored = door.anchor === 'contract.start' ? start : end;
  if (anchored === undefined) return [];
  const at = startOfDate(calendar, anchored);
  const contract = { product: '', start: at, end: at, seats: seats ?? null };
  return reachedAnchors(door, { contracts: [contract], calendar }, calendar, -Infinity, Infinity).map(({ dueAt }) => dueAt);
}

/** When a test begins: its own date, the day a dated start falls on, or the simulator's own day; at the trigger's time of day. */
export function testStart(door: StartDoor, given: TestGiven, calendar: ZoneCalendar): Instant {
  if (given.date === null && door.kind === 'at_date') {
    const [due] = dueDates(door, given, calendar);
    if (due !== undefined) return due;
  }
  const { hour, minute } = timeOfDay(door);
  let local = Date.parse(`${given.date ?? OWN_DAY}T00:00:00Z`) + (hour * 60 + minute) * MINUTE;
  const weekday = door.kind === 'becomes_true' && door.cadence.every === 'week' ? door.cadence.weekday : null;
  if (given.date === null && weekday !== null) local += ((weekday - new Date(local).getUTCDay() + 7) % 7) * DAY;
  return fromLocal(calendar, local);
}

function written(door: AtDateDoor): string {
  return `${door.offset.amount}${door.offset.unit} ${door.direction} ${door.anchor}`;
}

/** The parts of a condition that are not true: every one of them keeps the account out. */
function notTrue({ text, condition }: NamedCondition, context: EvaluationContext): string[] {
  if (compileCondition(condition).answer(context) === true) return [];
  if (condition.kind !== 'all') return [text];
  return condition.of.filter((part) => compileCondition(part).answer(context) !== true).map(printCondition);
}

/** Why the trigger does not fire at an instant; empty = it fires. A test's account has no open episode. */
export function refusedBy(
  door: StartDoor,
  given: TestGiven,
  context: EvaluationContext,
  calendar: ZoneCalendar,
): readonly string[] {
  switch (door.kind) {
    case 'manual':
      return [];
    // A test begins at the moment at which such a door is reached.
    case 'event':
    case 'every_period':
    case 'milestone_missed':
      return door.when ? notTrue(door.when, context) : [];
    case 'becomes_true':
      return notTrue(door.when, context);
    case 'at_date': {
      const due = dueDates(door, given, calendar).some((at) => sameDay(calendar, at, context.asOf));
      if (!due) return [written(door)];
      return door.when ? notTrue(door.when, context) : [];
    }
  }
}

function sameDay(calendar: ZoneCalendar, a: Instant, b: Instant): boolean {
  return Math.floor(toLocal(calendar, a) / DAY) === Math.floor(toLocal(calendar, b) / DAY);
}
