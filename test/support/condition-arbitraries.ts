import fc from 'fast-check';
import type { ComparisonOperator, Condition, Expression } from '../../workflows/model/condition.js';
import { CONTACT_ROLES } from '../../workflows/model/contact-role.js';
import type { EvaluationContext, Reading } from '../../workflows/model/evaluation-context.js';
import type { FactValue, ValueType } from '../../workflows/model/fact.js';
import { shiftPeriod, type ZoneCalendar } from '../../workflows/model/calendar.js';
import { METRICS } from './condition-builder.js';

const DAY = 86_400_000;

const literal = (type: ValueType, value: FactValue): Expression => ({ kind: 'literal', type, value });
const name = (path: string, type: ValueType): Expression => ({ kind: 'name', path, type });
const call = (fn: string, type: ValueType, ...args: readonly Expression[]): Expression => ({
  kind: 'call',
  name: fn,
  args,
  type,
});
const reference = (to: 'event' | 'milestone', id: string): Expression => ({ kind: 'reference', to, id, type: 'text' });

const metricOf = (...ids: readonly string[]): fc.Arbitrary<Expression> =>
  fc.constantFrom(...ids).map((id) => name(id, METRICS[id]?.type ?? 'number'));
const event = fc.constantFrom('champion_left', 'login', 'support_call').map((id) => reference('event', id));
const span = fc.oneof(
  fc.integer({ min: 1, max: 90 }).map((days) => literal('duration', days * DAY)),
  fc.constant(name('parameter.quiet_days', 'duration')),
);
const role = fc.constantFrom(...CONTACT_ROLES).map((one) => literal('text', one));
const optional = (argument: fc.Arbitrary<Expression>): fc.Arbitrary<readonly Expression[]> =>
  fc.oneof(
    fc.constant([]),
    argument.map((one) => [one]),
  );

const numbers: fc.Arbitrary<Expression> = fc.oneof(
  metricOf('logins', 'visits'),
  fc.constantFrom(name('health.score', 'number'), name('contract.seats', 'number'), name('user_health.score', 'number')),
  metricOf('logins', 'visits').map((one) => call('metric', 'number', one)),
  fc
    .tuple(fc.constantFrom('platform_average', 'segment_median'), metricOf('logins', 'visits'))
    .map(([fn, one]) => call(fn, 'number', one)),
  fc.tuple(event, span).map(([what, length]) => call('count', 'number', what, length)),
  optional(fc.constantFrom('p1', 'p2').map((one) => literal('text', one))).map((args) => call('open_tickets', 'number', ...args)),
);
const percents: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom('wow_drop', 'wow_rise', 'yoy_drop').map((fn) => call(fn, 'percent', name('logins', 'number'))),
  metricOf('logins', 'visits', 'activation_rate').map((one) => call('change_since_start', 'percent', one)),
  metricOf('logins', 'visits').map((one) => call('percentile', 'percent', one)),
  fc.constant(name('activation_rate', 'percent')),
);
const durations: fc.Arbitrary<Expression> = fc.oneof(
  event.map((what) => call('days_since', 'duration', what)),
  fc
    .tuple(fc.constantFrom('days_since', 'days_until'), fc.constantFrom('contract.start', 'contract.end', 'lifecycle.since'))
    .map(([fn, path]) => call(fn, 'duration', name(path, 'date'))),
  fc.constant(name('days_in_stage', 'duration')),
);
const answers: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom(name('account.muted', 'yes_no'), name('parameter.strict', 'yes_no')),
  fc
    .tuple(
      fc.constantFrom('kick_off', 'key_behaviour'),
      optional(fc.integer({ min: 0, max: 200 }).map((day) => literal('number', day))),
    )
    .map(([id, args]) => call('reached', 'yes_no', reference('milestone', id), ...args)),
  fc.tuple(role, optional(span)).map(([who, args]) => call('role_active', 'yes_no', who, ...args)),
  role.map((who) => call('role_filled', 'yes_no', who)),
);

const operator = fc.constantFrom<ComparisonOperator>('<', '<=', '>', '>=', '=');
const compare = (left: fc.Arbitrary<Expression>, right: fc.Arbitrary<Expression>): fc.Arbitrary<Condition> =>
  fc.tuple(left, operator, right).map(([a, op, b]): Condition => ({ kind: 'compare', op, left: a, right: b }));

/** One question about values, of every family; never one that is always true or always false. */
export const conditionLeaf: fc.Arbitrary<Condition> = fc.oneof(
  compare(
    numbers,
    fc.integer({ min: 1, max: 99 }).map((value) => literal('number', value)),
  ),
  compare(numbers, fc.oneof(numbers, fc.constant(name('parameter.floor', 'number')))),
  compare(
    percents,
    fc.integer({ min: 1, max: 999 }).map((value) => literal('percent', Number((value / 1000).toPrecision(15)))),
  ),
  compare(percents, fc.constant(name('parameter.target', 'percent'))),
  compare(
    durations,
    fc.integer({ min: 1, max: 400 }).map((days) => literal('duration', days * DAY)),
  ),
  compare(durations, fc.constant(name('parameter.quiet_days', 'duration'))),
  fc.tuple(fc.constantFrom('active', 'trial'), fc.boolean()).map(([value, negated]): Condition => ({
    kind: 'is',
    left: name('account.status', 'text'),
    value,
    negated,
  })),
  fc.boolean().map((negated): Condition => ({
    kind: 'is',
    left: name('account.segment', 'text'),
    value: '',
    parameter: 'size',
    negated,
  })),
  fc.tuple(fc.boolean(), fc.subarray(['smb', 'mid', 'enterprise'], { minLength: 1 })).map(([negated, values]): Condition => ({
    kind: 'in',
    left: name('account.segment', 'text'),
    values,
    negated,
  })),
  answers.map((value): Condition => ({ kind: 'holds', value })),
  fc
    .tuple(fc.oneof(numbers, durations, fc.constant(name('nps', 'number'))), fc.boolean())
    .map(([left, negated]): Condition => ({ kind: 'missing', left, negated })),
);

/** Any condition as the parser gives it: `for` never inside another, `not` never around another. */
export const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ any: Condition; plain: Condition }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small' },
    conditionLeaf,
    fc
      .tuple(fc.constantFrom('all', 'any'), fc.array(tie('plain'), { minLength: 2, maxLength: 3 }))
      .map(([kind, of]): Condition => ({ kind: kind as 'all', of })),
    conditionLeaf.map((of): Condition => ({ kind: 'not', of })),
  ),
  any: fc.oneof(
    { depthSize: 'small' },
    tie('plain'),
    fc
      .tuple(tie('plain'), fc.integer({ min: 1, max: 5 }), fc.constantFrom('day', 'week', 'month'))
      .map(([of, count, unit]): Condition => ({ kind: 'for', of, count, unit: unit as 'day' })),
    fc
      .tuple(fc.constantFrom('all', 'any'), fc.array(tie('any'), { minLength: 2, maxLength: 3 }))
      .map(([kind, of]): Condition => ({ kind: kind as 'all', of })),
    tie('any')
      .filter(({ kind }) => kind !== 'not')
      .map((of): Condition => ({ kind: 'not', of })),
  ),
})).any;

/** A number between 0 and 1 that depends on nothing but the text. */
function hash(text: string): number {
  let state = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) state = Math.imul(state ^ text.charCodeAt(index), 16_777_619);
  return ((state ^ (state >>> 13)) >>> 0) / 4_294_967_296;
}

/** A context that has an answer of its own for every question and instant, wrong kinds and gaps among them. */
export function hashedContext(seed: number, asOf: number, calendar: ZoneCalendar): EvaluationContext {
  const pick = (key: string, ...values: readonly FactValue[]): FactValue =>
    values[Math.floor(hash(`${seed}:${key}`) * values.length)] ?? null;
  const reading = (key: string, at: number, ...values: readonly FactValue[]): Reading => ({
    value: pick(key, ...values),
    asOf: at,
  });
  const number = (key: string): readonly FactValue[] => [null, Number.NaN, 'text', 0, Math.round(hash(`${key}!`) * 120), 40, 41];
  return {
    asOf,
    calendar,
    startedAt: seed % 3 === 0 ? null : asOf - 30 * DAY,
    read(path, at) {
      const key = `${path}@${at}`;
      if (path.endsWith('.score') || path === 'contract.seats') return reading(key, at, ...number(key));
      if (path.startsWith('contract.') || path === 'lifecycle.since')
        return reading(key, at, null, 'soon', asOf - 100 * DAY, asOf + 40 * DAY, asOf - 10 * DAY);
      if (path === 'account.muted') return reading(key, at, null, true, false, 'yes');
      return reading(key, at, null, 7, 'active', 'smb', 'mid');
    },
    closedPeriod(metric, at, back) {
      const unit = METRICS[metric]?.per ?? 'day';
      const end = shiftPeriod(calendar, at, unit, 1 - back);
      const key = `${metric}@${end}`;
      const since = shiftPeriod(calendar, at, unit, -back);
      return { value: pick(key, ...number(key)), asOf: end, since };
    },
    standing: (among, metric, at) => reading(`${among} ${metric}@${at}`, at, ...number(metric)),
    lastEvent: (what, at) => reading(`${what}@${at}`, at, null, at - 3 * DAY, at - 60 * DAY),
    countEvents: (what, length, at) => reading(`${what} ${length}@${at}`, at, null, 0, 3, 50),
    milestone: (what, at) => reading(`${what}@${at}`, at, null, true, false, at - 50 * DAY, 'when'),
    roleFilled: (who, at) => reading(`filled ${who}@${at}`, at, null, true, false),
    roleActive: (who, length, at) => reading(`active ${who} ${length}@${at}`, at, null, true, false, 1),
    openTickets: (priority, at) => reading(`${priority ?? 'all'}@${at}`, at, null, 0, 2),
  };
}
