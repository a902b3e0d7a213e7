import { compileCondition } from '../condition/compile-condition.js';
import { printCondition } from '../condition/print-condition.js';
import { reachedAnchors, type AtDateDoor } from '../enroll/reached-anchors.js';
import { fromLocal, startOfDate, toLocal, type ZoneCalendar } from '../model/calendar.js';
import type { Catalogue } from '../model/catalogue.js';
import type { NamedCondition } from '../model/condition.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { StartDoor, TimeOfDay } from '../model/plan.js';
import type { TestGiven } from '../model/playbook-test.js';
import type { Instant, LocalDate } from '../model/time.js';

type MilestoneDoor = Extract<StartDoor, { kind: 'milestone_missed' }>;

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

/** The day a dated door counts from, as the test tells it. */
function anchorOf(door: AtDateDoor, { contract, lifecycle }: TestGiven): LocalDate | undefined {
  switch (door.anchor) {
    case 'contract.start':
      return contract.start;
    case 'contract.end':
      return contract.end;
    case 'lifecycle.since':
      return lifecycle?.since;
  }
}

function dueDates(door: AtDateDoor, given: TestGiven, calendar: ZoneCalendar): Instant[] {
  const { seats } = given.contract;
  // Only the anchor's own date is read; the other end of the term may be left out of a test.
  const anchored = anchorOf(door, given);
  if (anchored === undefined) return [];
  const at = startOfDate(calendar, anchored);
  const contract = { product: '', start: at, end: at, seats: seats ?? null };
  return reachedAnchors(door, { contracts: [contract], calendar }, calendar, -Infinity, Infinity).map(({ dueAt }) => dueAt);
}

/** Target day of a milestone that a door waits for: the door's own, else that of the account's segment. */
function targetDay(door: MilestoneDoor, { account }: TestGiven, catalogue: Catalogue): number | null {
  if (door.byDay !== null) return door.byDay;
  const milestone = catalogue.lifecycle?.milestones.find(({ id }) => id === door.milestone);
  const segment = account['segment'];
  const own = typeof segment === 'string' ? milestone?.byDayOf : undefined;
  return (own && Object.hasOwn(own, String(segment)) ? own[String(segment)] : milestone?.byDay) ?? null;
}

/** The first local day from one on that a predicate takes, within a year; else the day itself. */
function firstDay(from: number, takes: (day: Date) => boolean): number {
  for (let day = from; day < from + 366 * DAY; day += DAY) if (takes(new Date(day))) return day;
  return from;
}

/** The first of the simulator's own days on which a door that comes round by itself is open. */
function ownDay(door: StartDoor): number {
  const from = Date.parse(`${OWN_DAY}T00:00:00Z`);
  const rhythm = door.kind === 'becomes_true' ? door.cadence : door.kind === 'every_period' ? door.period : null;
  if (rhythm === null) return from;
  const { every, weekday = null, day = null } = rhythm;
  if (every === 'week') return firstDay(from, (date) => date.getUTCDay() === (weekday ?? 1));
  if (every === 'day') return from;
  return firstDay(from, (date) => date.getUTCDate() === (day ?? 1) && (every !== 'quarter' || date.getUTCMonth() % 3 === 0));
}

/** When a test begins: its own date, the day a dated start falls on, or the simulator's own day; at the trigger's time of day. */
export function testStart(door: StartDoor, given: TestGiven, calendar: ZoneCalendar, catalogue: Catalogue): Instant {
  if (given.date === null && door.kind === 'at_date') {
    const [due] = dueDates(door, given, calendar);
    if (due !== undefined) return due;
  }
  const { hour, minute } = timeOfDay(door);
  const days = door.kind === 'milestone_missed' ? targetDay(door, given, catalogue) : null;
  const { start } = given.contract;
  const missed = days === null || start === undefined ? null : Date.parse(`${start}T00:00:00Z`) + days * DAY;
  const day = given.date === null ? (missed ?? ownDay(door)) : Date.parse(`${given.date}T00:00:00Z`);
  return fromLocal(calendar, day + (hour * 60 + minute) * MINUTE);
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
      return door.when ? notTrue(door.when, context) : [];
    case 'milestone_missed':
      if (given.milestones && Object.hasOwn(given.milestones, door.milestone) && given.milestones[door.milestone])
        return [`${door.milestone} is reached`];
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
