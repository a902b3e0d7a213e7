import { readCondition } from '../../workflows/condition/read-condition.js';
import { nameScope, type NameScope } from '../../workflows/condition/name-scope.js';
import { UTC_CALENDAR, shiftPeriod, type ZoneCalendar } from '../../workflows/model/calendar.js';
import type { MetricDefinition } from '../../workflows/model/catalogue.js';
import type { Condition } from '../../workflows/model/condition.js';
import type { EvaluationContext } from '../../workflows/model/evaluation-context.js';
import type { FactValue } from '../../workflows/model/fact.js';
import type { Instant, PeriodUnit } from '../../workflows/model/time.js';

function metric(
  id: string,
  type: 'number' | 'percent',
  per: PeriodUnit,
  range: MetricDefinition['range'],
): readonly [string, MetricDefinition] {
  return [id, { id, title: { en: id }, type, per, source: { kind: 'imported' }, whenEmpty: 'unknown', range }];
}

export const METRICS: Readonly<Record<string, MetricDefinition>> = Object.fromEntries([
  metric('logins', 'number', 'week', [0, null]),
  metric('visits', 'number', 'day', [0, null]),
  metric('revenue', 'number', 'month', [0, null]),
  metric('activation_rate', 'percent', 'day', [0, 1]),
  metric('nps', 'number', 'month', [-100, 100]),
]);

export const SCOPE: NameScope = nameScope(
  {
    metrics: METRICS,
    segments: ['smb', 'mid', 'enterprise'],
    events: ['champion_left', 'login', 'support_call'],
    milestones: ['kick_off', 'key_behaviour'],
    stages: ['onboarding', 'growth', 'mature', 'renewal'],
    tickets: ['p1', 'p2', 'p3'],
  },
  {
    outcomes: new Map([
      ['call_owner', ['reached', 'no_answer', 'expired']],
      ['usage_check', ['met', 'not_met', 'unknown']],
    ]),
    unreadable: new Map([['send_plan', 'the step comes later, or is this one']]),
    insideRun: true,
    parameters: {
      quiet_days: { type: 'duration' },
      months_off: { type: 'duration', inexact: true },
      floor: { type: 'number' },
      target: { type: 'percent' },
      strict: { type: 'yes_no' },
      size: { type: 'text', values: ['smb', 'mid'] },
    },
  },
);

/** The condition of a text that must be right. */
export function condition(text: string, scope: NameScope = SCOPE): Condition {
  const { condition: read, problems } = readCondition(text, scope);
  if (!read) throw new Error(`${text}: ${problems.map(({ message }) => message).join('; ')}`);
  return read.condition;
}

/** Monday 2 March 2026, 08:00 UTC. */
export const MONDAY: Instant = Date.UTC(2026, 2, 2, 8);

export interface Given {
  readonly asOf?: Instant;
  readonly startedAt?: Instant | null;
  readonly calendar?: ZoneCalendar;
  /** Closed periods as of `asOf`, oldest first. */
  readonly series?: Readonly<Record<string, readonly (number | null)[]>>;
  /** Dotted names; a function gets the instant asked for. */
  readonly values?: Readonly<Record<string, FactValue | ((asOf: Instant) => FactValue)>>;
}

/** A context over literal numbers; anything not given is unknown. */
export function context(given: Given = {}): EvaluationContext {
  const asOf = given.asOf ?? MONDAY;
  const calendar = given.calendar ?? UTC_CALENDAR;
  return {
    asOf,
    calendar,
    startedAt: given.startedAt ?? null,
    read(path, at) {
      const value = given.values?.[path] ?? null;
      return { value: typeof value === 'function' ? value(at) : value, asOf: at };
    },
    closedPeriod(id, at, back) {
      const unit = METRICS[id]?.per ?? 'day';
      const values = given.series?.[id] ?? [];
      const end = shiftPeriod(calendar, at, unit, 1 - back);
      let index = values.length - 1;
      for (let cursor = shiftPeriod(calendar, asOf, unit, 0); cursor > end && index >= 0; index -= 1) {
        cursor = shiftPeriod(calendar, cursor, unit, -1);
      }
      return { value: values[index] ?? null, asOf: end, since: shiftPeriod(calendar, at, unit, -back) };
    },
  };
}
