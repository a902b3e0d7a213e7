import { toLocal } from '../model/calendar.js';
import type { Expression } from '../model/condition.js';
import type { EvaluationContext, Reading } from '../model/evaluation-context.js';
import type { Fact, FactValue, ValueType } from '../model/fact.js';
import type { Instant } from '../model/time.js';
import { printExpression } from './print-condition.js';

/** A fact whose value fits its type: a text where a number is expected is worth nothing, it is unknown. */
function fact(name: string, type: ValueType, reading: Reading, behind: Pick<Fact, 'from' | 'fromType'> = {}): Fact {
  const { value, asOf, since } = reading;
  const fits =
    value === null ||
    (type === 'text' ? typeof value === 'string' : type === 'yes_no' ? typeof value === 'boolean' : Number.isFinite(value));
  return { name, type, value: fits ? value : null, asOf, ...(since === undefined ? {} : { since }), ...behind };
}

/** The relative change between two readings; unknown when either is, or when there is no base to measure from. */
function change(before: FactValue, after: FactValue, sign: 1 | -1): number | null {
  if (typeof before !== 'number' || typeof after !== 'number' || before === 0) return null;
  return (sign * (after - before)) / Math.abs(before);
}

function metricOf(expression: Expression & { kind: 'call' }): string {
  const [argument] = expression.args;
  return argument?.kind === 'name' ? argument.path : '';
}

/** A change between two periods of a metric: it is about the newer one. */
function changeFact(expression: Expression & { kind: 'call' }, before: Reading, after: Reading, sign: 1 | -1): Fact {
  const from = { before: before.value, after: after.value };
  const behind: Pick<Fact, 'from' | 'fromType'> =
    expression.args[0]?.type === 'percent' ? { from, fromType: 'percent' } : { from };
  return fact(printExpression(expression), expression.type, { ...after, value: change(before.value, after.value, sign) }, behind);
}

function evaluateCall(expression: Expression & { kind: 'call' }, context: EvaluationContext, asOf: Instant): Fact {
  const name = printExpression(expression);
  const subject = metricOf(expression);
  switch (expression.name) {
    case 'wow_drop':
    case 'mom_drop':
    case 'wow_rise':
    case 'mom_rise': {
      const after = context.closedPeriod(subject, asOf, 1);
      const before = context.closedPeriod(subject, asOf, 2);
      return changeFact(expression, before, after, expression.name.endsWith('drop') ? -1 : 1);
    }
    case 'change_since_start': {
      const now = context.closedPeriod(subject, asOf, 1);
      if (context.startedAt === null) return fact(name, expression.type, { ...now, value: null });
      return changeFact(expression, context.closedPeriod(subject, context.startedAt, 1), now, 1);
    }
    case 'days_since':
    case 'days_until': {
      const { value: date } = context.read(subject, asOf);
      if (typeof date !== 'number') return fact(name, expression.type, { value: null, asOf }, { from: { date: null } });
      // Measured on the wall clock, so that a day is a calendar day over a change of the clocks.
      const passed = toLocal(context.calendar, asOf) - toLocal(context.calendar, date);
      const value = expression.name === 'days_since' ? passed : -passed;
      return fact(name, expression.type, { value, asOf }, { from: { date } });
    }
    default:
      return fact(name, expression.type, { value: null, asOf });
  }
}

/**
 * The value of an expression as of an instant, with the raw numbers behind it.
 * Percents are fractions, durations and dates milliseconds; null = unknown (a missing reading, or a change from zero).
 */
export function evaluateExpression(expression: Expression, context: EvaluationContext, asOf: Instant = context.asOf): Fact {
  switch (expression.kind) {
    case 'literal':
      return fact(printExpression(expression), expression.type, { value: expression.value, asOf });
    case 'name': {
      const isMetric = !expression.path.includes('.');
      const reading = isMetric ? context.closedPeriod(expression.path, asOf, 1) : context.read(expression.path, asOf);
      return fact(expression.path, expression.type, reading);
    }
    case 'call':
      return evaluateCall(expression, context, asOf);
  }
}
