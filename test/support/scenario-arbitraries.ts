import fc from 'fast-check';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import type { EvaluationContext } from '../../workflows/model/evaluation-context.js';
import type { FactValue } from '../../workflows/model/fact.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { RunArm, StepSettlement } from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';
import { buildZoneCalendar } from '../../workflows/evaluate/build-zone-calendar.js';
import { channelWorks, type Answer, type PerformCommand, type Scenario } from '../../workflows/simulate/scenario.js';
import { grammarPlan } from './plan-arbitraries.js';
import { anyArm } from './run-arbitraries.js';
import { DAY, runInput } from './run-builder.js';
import { peopleOf } from './scenario-people.js';

/** A playbook and a life of one run of it, as plain data: equal data make equal runs. */
export interface Pair {
  readonly plan: Plan;
  /** Another version of the playbook, for a run that is moved. */
  readonly other: Plan;
  readonly place: Place;
  /** After the start of the run, in minutes. */
  readonly startMinutes: number;
  readonly arm: RunArm;
  /** What happens at each opportunity, in turn; 0 = nothing, and nothing once they are used up. */
  readonly dice: readonly number[];
  readonly faults: readonly Fault[];
  /** What is known when it starts; null = unknown. */
  readonly before: Readonly<Record<Change['name'], number | null>>;
  readonly data: readonly Change[];
}

interface Place {
  readonly zone: string;
  /** A day around which its clocks may change. */
  readonly day: string;
}

interface Fault {
  readonly step: number;
  readonly kind: 'fails_once' | 'fails_twice' | 'fails' | 'is_left_out' | 'is_slow' | 'is_slow_and_fails';
}

interface Change {
  readonly day: number;
  readonly name: 'logins' | 'nps';
  readonly value: number | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Zones whose clocks change by an hour, by half an hour, at midnight, never; with days next to a change. */
const PLACES: readonly Place[] = [
  { zone: 'UTC', day: '2026-01-05' },
  { zone: 'Europe/Berlin', day: '2026-03-27' },
  { zone: 'Europe/Berlin', day: '2026-10-24' },
  { zone: 'America/New_York', day: '2026-03-07' },
  { zone: 'America/New_York', day: '2026-10-31' },
  { zone: 'America/Santiago', day: '2026-09-05' },
  { zone: 'Australia/Lord_Howe', day: '2026-04-04' },
  { zone: 'Australia/Lord_Howe', day: '2026-10-03' },
  { zone: 'Asia/Shanghai', day: '2026-02-13' },
  { zone: 'Asia/Kathmandu', day: '2026-06-01' },
];

const anyDie = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 5, arbitrary: fc.nat(9_999) });

/** Any plan of the grammar with any life: answers and events in any order, failures, slow channels, orders, clock changes. */
export const anyPair: fc.Arbitrary<Pair> = fc
  .record({
    plan: grammarPlan,
    other: grammarPlan,
    place: fc.constantFrom(...PLACES),
    startMinutes: fc.oneof(
      fc.constantFrom(0, 30, 90, 120, 150, 480),
      fc.integer({ min: 0, max: 96 }).map((n) => n * 30),
    ),
    arm: fc.oneof({ weight: 4, arbitrary: fc.constant('treatment' as const) }, { weight: 1, arbitrary: anyArm }),
    dice: fc.array(anyDie, { minLength: 20, maxLength: 90, size: 'max' }),
    faults: fc.array(
      fc.record({
        step: fc.integer({ min: 1, max: 8 }),
        kind: fc.constantFrom(
          'fails_once' as const,
          'fails_twice' as const,
          'fails' as const,
          'is_left_out' as const,
          'is_slow' as const,
          'is_slow_and_fails' as const,
        ),
      }),
      { maxLength: 5 },
    ),
    before: fc.record({ logins: fc.constantFrom(null, 50, 80, 120, 120), nps: fc.constantFrom(null, -5, 30) }),
    data: fc.array(
      fc.record({
        day: fc.integer({ min: 1, max: 40 }),
        name: fc.constantFrom('logins' as const, 'nps' as const),
        value: fc.constantFrom(null, 0, 50, 100, 150, 250, -5, 30),
      }),
      { maxLength: 6 },
    ),
  })
  .map((pair) => ({ ...pair, other: { ...pair.other, version: pair.plan.version + 1 } }));

const calendars = new Map<string, ZoneCalendar>();

function calendarOf({ zone, day }: Place): ZoneCalendar {
  const key = `${zone} ${day}`;
  let calendar = calendars.get(key);
  if (!calendar) {
    const from = Date.parse(`${day}T00:00:00Z`);
    calendar = buildZoneCalendar(zone, from - 30 * DAY, from + 3 * 365 * DAY, { holidays: ['2026-04-03', '2026-10-05'] });
    calendars.set(key, calendar);
  }
  return calendar;
}

/** The scenario of a pair. It is good for one simulation: its people remember what they have done. */
export function scenarioOf(pair: Pair): Scenario {
  const calendar = calendarOf(pair.place);
  const startedAt = Date.parse(`${pair.place.day}T00:00:00Z`) + pair.startMinutes * MINUTE;
  const { playbook, version } = pair.plan;
  const run = runInput({ playbook, version, arm: pair.arm, startedAt, calendar, engineVersion: 2 });
  return {
    run,
    context: contextOf(pair, startedAt, calendar),
    timeline: [],
    settle: (command) => answerOf(pair.faults, command),
    react: peopleOf(pair),
  };
}

function contextOf({ before, data }: Pair, runStart: Instant, calendar: ZoneCalendar): Scenario['context'] {
  const valueAt = (path: string, asOf: Instant): FactValue => {
    if (path === 'contract.end') return runStart + 40 * DAY;
    if (path !== 'logins' && path !== 'nps') return null;
    const known = data.filter(({ name, day }) => name === path && runStart + day * DAY <= asOf);
    const newest = [...known].sort((a, b) => a.day - b.day).at(-1);
    return newest ? newest.value : before[path];
  };
  return (asOf, { startedAt, outcomes }): EvaluationContext => ({
    asOf,
    calendar,
    startedAt,
    read: (path, at) => {
      const step = path.endsWith('.outcome') ? path.slice(0, -'.outcome'.length) : null;
      const outcome = step !== null && Object.hasOwn(outcomes, step) ? outcomes[step] : undefined;
      if (step !== null) return { value: outcome?.outcome ?? null, asOf: outcome?.at ?? at };
      return { value: valueAt(path, at), asOf: at };
    },
    closedPeriod: (metric, at) => ({ value: valueAt(metric, at), asOf: at }),
  });
}

const REFUSED: StepSettlement = { status: 'failed', outcome: null, reason: 'refused' };

/** What the channel of a step answers: a slow one at an odd time, so that no timer is due at the same instant by chance. */
function answerOf(faults: readonly Fault[], command: PerformCommand): Answer {
  const works = channelWorks(command);
  const number = Number(/^s(\d+)$/.exec(command.step)?.[1] ?? 0);
  const fault = faults.find(({ step }) => step === number);
  const attempt = Number(/#\d+\.(\d+)$/.exec(command.key)?.[1] ?? 1);
  const late = command.at + 7 * HOUR + 37 * MINUTE + number * 3_583_000 + attempt * 241_000;
  switch (fault?.kind) {
    case 'fails_once':
      return attempt <= 1 ? { settlement: REFUSED } : works;
    case 'fails_twice':
      return attempt <= 2 ? { settlement: REFUSED } : works;
    case 'fails':
      return { settlement: REFUSED };
    case 'is_left_out':
      return { settlement: { status: 'skipped', outcome: null, reason: 'no_recipient' } };
    case 'is_slow':
      return { ...works, settledAt: late };
    case 'is_slow_and_fails':
      return attempt <= 1 ? { settlement: REFUSED, settledAt: late } : works;
    case undefined:
      return works;
  }
}
