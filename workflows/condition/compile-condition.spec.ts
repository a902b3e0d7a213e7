import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCondition, hashedContext } from '../../test/support/condition-arbitraries.js';
import { condition, context } from '../../test/support/condition-builder.js';
import { UTC_CALENDAR, localDate, shiftPeriod, startOfDate, toLocal, type ZoneCalendar } from '../model/calendar.js';
import type { Condition, Expression } from '../model/condition.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { FactValue, Truth } from '../model/fact.js';
import { compileCondition } from './compile-condition.js';
import { printExpression } from './print-condition.js';

const DAY = 86_400_000;
const BERLIN: ZoneCalendar = {
  ...UTC_CALENDAR,
  zone: 'Europe/Berlin',
  offsets: [
    { from: Date.UTC(2025, 2, 30, 1), minutes: 120 },
    { from: Date.UTC(2025, 9, 26, 1), minutes: 60 },
    { from: Date.UTC(2026, 2, 29, 1), minutes: 120 },
  ],
};

type Noted = Map<string, FactValue>;

/** The language read straight off its definition, without a thought for speed: what the closures must agree with. */
class NaiveWalker {
  readonly noted: Noted = new Map();

  constructor(private readonly context: EvaluationContext) {}

  ask(condition: Condition, at: number): Truth {
    switch (condition.kind) {
      case 'compare': {
        const [a, b] = [this.value(condition.left, at), this.value(condition.right, at)];
        if (typeof a !== 'number' || typeof b !== 'number') return null;
        const same = Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
        const less = a < b && !same;
        return { '<': less, '<=': less || same, '>': !less && !same, '>=': !less, '=': same }[condition.op];
      }
      case 'is': {
        const value = this.value(condition.left, at);
        if (value === null || condition.parameter !== undefined) return null;
        return condition.negated ? value !== condition.value : value === condition.value;
      }
      case 'in': {
        const value = this.value(condition.left, at);
        if (value === null) return null;
        const within = condition.values.some((one) => one === value);
        return condition.negated ? !within : within;
      }
      case 'missing':
        return condition.negated ? this.value(condition.left, at) !== null : this.value(condition.left, at) === null;
      case 'holds':
        return this.value(condition.value, at) as Truth;
      case 'not': {
        const value = this.ask(condition.of, at);
        return value === null ? null : !value;
      }
      case 'all':
        return worst(condition.of.map((part) => this.ask(part, at)));
      case 'any': {
        const none = worst(condition.of.map((part) => this.ask({ kind: 'not', of: part }, at)));
        return none === null ? null : !none;
      }
      case 'for': {
        const ends = Array.from({ length: condition.count }, (_, back) =>
          shiftPeriod(this.context.calendar, at, condition.unit, -back),
        );
        return worst(ends.map((end) => this.ask(condition.of, end)));
      }
    }
  }

  private value(expression: Expression, at: number): FactValue {
    if (expression.kind === 'literal') return expression.value;
    const { value, asOf } = this.read(expression, at);
    const type = expression.type;
    const fits =
      type === 'text' ? typeof value === 'string' : type === 'yes_no' ? typeof value === 'boolean' : Number.isFinite(value);
    const key = `${printExpression(expression)}@${asOf}`;
    if (!this.noted.has(key)) this.noted.set(key, fits ? value : null);
    return fits ? value : null;
  }

  private read(expression: Expression, at: number): { value: FactValue; asOf: number } {
    const { context } = this;
    const unknown = { value: null, asOf: at };
    if (expression.kind === 'name') {
      if (expression.path === 'days_in_stage') return { value: this.since('lifecycle.since', at), asOf: at };
      return expression.path.includes('.') ? context.read(expression.path, at) : context.closedPeriod(expression.path, at, 1);
    }
    if (expression.kind !== 'call') return unknown;
    const [first, second] = expression.args;
    const id = first?.kind === 'name' ? first.path : first?.kind === 'reference' ? first.id : '';
    const word = first?.kind === 'literal' ? String(first.value) : '';
    const span = second === undefined ? 30 * DAY : second.kind === 'literal' ? Number(second.value) : null;
    const last = context.closedPeriod(id, at, 1);
    switch (expression.name) {
      case 'metric':
        return last;
      case 'wow_drop':
        return { value: grown(last.value, context.closedPeriod(id, at, 2).value, -1), asOf: last.asOf };
      case 'wow_rise':
        return { value: grown(last.value, context.closedPeriod(id, at, 2).value, 1), asOf: last.asOf };
      case 'yoy_drop':
        return { value: grown(last.value, context.closedPeriod(id, at, 53).value, -1), asOf: last.asOf };
      case 'change_since_start': {
        const before = context.startedAt === null ? null : context.closedPeriod(id, context.startedAt, 1).value;
        return { value: grown(last.value, before, 1), asOf: last.asOf };
      }
      case 'platform_average':
      case 'segment_median':
      case 'percentile':
        return context.standing?.(expression.name, id, at) ?? unknown;
      case 'days_since':
      case 'days_until': {
        const value = this.since(id, at, first?.kind === 'reference');
        return { value: value === null || expression.name === 'days_since' ? value : -value, asOf: at };
      }
      case 'count':
        return span === null ? unknown : (context.countEvents?.(id, span, at) ?? unknown);
      case 'open_tickets':
        return context.openTickets?.(first === undefined ? null : word, at) ?? unknown;
      case 'role_filled':
        return context.roleFilled?.(word, at) ?? unknown;
      case 'role_active':
        return span === null ? unknown : (context.roleActive?.(word, span, at) ?? unknown);
      case 'reached': {
        const { value, asOf } = context.milestone?.(id, at) ?? unknown;
        if (value === null || typeof value === 'string') return { value: null, asOf };
        const now = typeof value === 'number' ? value <= at : value;
        if (second?.kind !== 'literal' || value === true) return { value: now, asOf };
        const start = context.read('contract.start', at).value;
        if (typeof start !== 'number') return { value: null, asOf };
        const day = new Date(Date.parse(localDate(context.calendar, start)) + (Number(second.value) + 1) * DAY);
        const over = startOfDate(context.calendar, day.toISOString().slice(0, 10));
        if (now) return { value: (value as number) < over, asOf };
        return { value: at >= over ? false : null, asOf };
      }
      default:
        throw new Error(`the walker does not know ${expression.name}`);
    }
  }

  private since(what: string, at: number, isEvent = false): number | null {
    const { context } = this;
    const { value } = (isEvent ? context.lastEvent?.(what, at) : context.read(what, at)) ?? { value: null };
    return typeof value === 'number' ? toLocal(context.calendar, at) - toLocal(context.calendar, value) : null;
  }
}

function worst(values: readonly Truth[]): Truth {
  return values.some((value) => value === false) ? false : values.some((value) => value === null) ? null : true;
}

function grown(after: FactValue, before: FactValue, sign: number): number | null {
  if (typeof after !== 'number' || typeof before !== 'number' || before === 0) return null;
  return (sign * (after - before)) / Math.abs(before);
}

const asked = fc.tuple(
  anyCondition,
  fc.integer({ min: 0, max: 1_000_000 }),
  fc.integer({ min: 0, max: 400 * 24 }).map((hours) => Date.UTC(2025, 6, 1) + hours * 3_600_000),
  fc.constantFrom(UTC_CALENDAR, BERLIN),
);

describe('a compiled condition', () => {
  test('law: it answers as the definition of the language does, with the same facts, each once', () => {
    const seen = new Set<Truth>();
    fc.assert(
      fc.property(asked, ([tree, seed, asOf, calendar]) => {
        const walker = new NaiveWalker(hashedContext(seed, asOf, calendar));
        const expected = walker.ask(tree, asOf);
        const { value, facts } = compileCondition(tree).evaluate(hashedContext(seed, asOf, calendar));
        seen.add(value);
        expect(value).toBe(expected);
        const noted = facts.map((fact) => [`${fact.name}@${fact.asOf}`, fact.value]);
        expect(new Set(noted.map(([key]) => key)).size).toBe(noted.length);
        expect(Object.fromEntries(noted)).toEqual(Object.fromEntries(walker.noted));
      }),
      { seed: 3, numRuns: 3_000 },
    );
    // The law is worth something only when all three answers came up.
    expect([...seen]).toEqual(expect.arrayContaining([true, false, null]));
  });

  test('law: the answer alone is the answer with facts', () => {
    fc.assert(
      fc.property(asked, ([tree, seed, asOf, calendar]) => {
        const compiled = compileCondition(tree);
        const one = hashedContext(seed, asOf, calendar);
        expect(compiled.answer(one)).toBe(compiled.evaluate(one).value);
      }),
      { seed: 4, numRuns: 3_000 },
    );
  });

  test('law: a context that knows nothing makes everything unknown but "is missing"', () => {
    const nothing: EvaluationContext = {
      asOf: 0,
      calendar: UTC_CALENDAR,
      startedAt: null,
      read: (_path, asOf) => ({ value: null, asOf }),
      closedPeriod: (_metric, asOf) => ({ value: null, asOf }),
    };
    const asksForMissing = (tree: Condition): boolean => JSON.stringify(tree).includes('"missing"');
    fc.assert(
      fc.property(
        anyCondition.filter((tree) => !asksForMissing(tree)),
        (tree) => {
          expect(compileCondition(tree).answer(nothing)).toBeNull();
        },
      ),
      { seed: 5, numRuns: 500 },
    );
  });

  test('is made once for a condition, and stops reading when the answer alone is wanted and certain', () => {
    const both = condition('account.muted and health.score < 60');
    expect(compileCondition(both)).toBe(compileCondition(both));
    const read: string[] = [];
    const base = context({ values: { 'account.muted': false, 'health.score': 5 } });
    const watched: EvaluationContext = { ...base, read: (path, asOf) => (read.push(path), base.read(path, asOf)) };
    expect(compileCondition(both).answer(watched)).toBe(false);
    expect(read).toEqual(['account.muted']);
    compileCondition(both).evaluate(watched);
    expect(read).toEqual(['account.muted', 'account.muted', 'health.score']);
  });

  test('a function that a later release has is unknown, not a crash', () => {
    const later: Condition = { kind: 'holds', value: { kind: 'call', name: 'mood', args: [], type: 'yes_no' } };
    const { value, facts } = compileCondition(later).evaluate(context());
    expect([value, facts.map(({ name }) => name)]).toEqual([null, ['mood()']]);
  });
});
