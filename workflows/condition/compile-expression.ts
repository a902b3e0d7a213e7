import { startOfDate, toLocal, type ZoneCalendar } from '../model/calendar.js';
import type { Expression } from '../model/condition.js';
import type { EvaluationContext, Reading, Standing } from '../model/evaluation-context.js';
import type { Fact, FactValue, ValueType } from '../model/fact.js';
import type { Instant } from '../model/time.js';
import { STAGE_SINCE } from './built-in-names.js';
import { DEFAULT_ROLE_SPAN } from './functions.js';
import { periodsPerYear } from './period-unit.js';
import { printExpression } from './print-condition.js';

/** A value as of an instant. With `facts` it also notes there what it read, unless that stands there already. */
export type ValueReader = (context: EvaluationContext, asOf: Instant, facts: Fact[] | null) => FactValue;

type Call = Expression & { readonly kind: 'call' };
type Behind = Pick<Fact, 'from' | 'fromType'>;

const DAY = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NOTHING: Behind = {};

function note(facts: Fact[], name: string, type: ValueType, value: FactValue, reading: Reading, behind: Behind): void {
  const { asOf, since } = reading;
  for (const known of facts) if (known.asOf === asOf && known.name === name) return;
  facts.push({ name, type, value, asOf, ...(since === undefined ? {} : { since }), ...behind });
}

/** A value that does not fit its type is worth nothing, it is unknown: a text where a number is expected, NaN. */
function fitting(value: FactValue, type: ValueType, calendar: ZoneCalendar): FactValue {
  if (value === null) return null;
  if (type === 'text') return typeof value === 'string' ? value : null;
  if (type === 'yes_no') return typeof value === 'boolean' ? value : null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  // An attribute that is a date is kept as it was sent: a local day.
  if (type !== 'date' || typeof value !== 'string' || !DATE.test(value)) return null;
  const at = startOfDate(calendar, value);
  return Number.isFinite(at) ? at : null;
}

function readName(path: string, type: ValueType): ValueReader {
  const isMetric = !path.includes('.');
  return (context, asOf, facts) => {
    const reading = isMetric ? context.closedPeriod(path, asOf, 1) : context.read(path, asOf);
    const value = fitting(reading.value, type, context.calendar);
    if (facts !== null) note(facts, path, type, value, reading, NOTHING);
    return value;
  };
}

/** A reading as it is, checked against its type. */
function readPlain(
  name: string,
  type: ValueType,
  read: (context: EvaluationContext, asOf: Instant) => Reading | undefined,
): ValueReader {
  return (context, asOf, facts) => {
    const reading = read(context, asOf) ?? { value: null, asOf };
    const value = fitting(reading.value, type, context.calendar);
    if (facts !== null) note(facts, name, type, value, reading, NOTHING);
    return value;
  };
}

/** The relative change between two readings; unknown when either is, or when there is no base to measure from. */
function change(before: FactValue, after: FactValue, sign: 1 | -1): number | null {
  if (typeof before !== 'number' || typeof after !== 'number' || before === 0) return null;
  const value = (sign * (after - before)) / Math.abs(before);
  return Number.isFinite(value) ? value : null;
}

/** What is no number is not shown as one either. */
function numberOf({ value }: Reading): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A change between two periods of a metric: it is about the newer one. */
function readChange(
  { args, type }: Call,
  name: string,
  sign: 1 | -1,
  readBefore: (context: EvaluationContext, metric: string, asOf: Instant, after: Reading) => Reading | null,
): ValueReader {
  const metric = idOf(args[0]);
  const of = args[0]?.type;
  const fromType: Behind = of === 'percent' || of === 'duration' ? { fromType: of } : NOTHING;
  return (context, asOf, facts) => {
    const after = context.closedPeriod(metric, asOf, 1);
    const before = readBefore(context, metric, asOf, after);
    const value = before === null ? null : change(before.value, after.value, sign);
    if (facts !== null) {
      const behind = before === null ? NOTHING : { from: { before: numberOf(before), after: numberOf(after) }, ...fromType };
      note(facts, name, type, value, after, behind);
    }
    return value;
  };
}

/** The distance between now and a date, on the wall clock, so that a day is a calendar day over a change of the clocks. */
function readDistance(
  name: string,
  type: ValueType,
  sign: 1 | -1,
  dateOf: (context: EvaluationContext, asOf: Instant) => Reading | undefined,
): ValueReader {
  return (context, asOf, facts) => {
    const { calendar } = context;
    const date = fitting(dateOf(context, asOf)?.value ?? null, 'date', calendar);
    const value = typeof date === 'number' ? sign * (toLocal(calendar, asOf) - toLocal(calendar, date)) : null;
    if (facts !== null) note(facts, name, type, value, { value, asOf }, { from: { date } });
    return value;
  };
}

/** The first instant after a day counted from the contract's start, or null without a contract. */
function endOfDay(context: EvaluationContext, day: number, start: FactValue): Instant | null {
  if (typeof start !== 'number' || !Number.isFinite(start)) return null;
  const { calendar } = context;
  const midnight = Math.floor(toLocal(calendar, start) / DAY) * DAY;
  const local = new Date(midnight + (day + 1) * DAY);
  return Number.isNaN(local.getTime()) ? null : startOfDate(calendar, local.toISOString().slice(0, 10));
}

function readReached({ args, type }: Call, name: string): ValueReader {
  const milestone = idOf(args[0]);
  const day = args[1]?.kind === 'literal' && typeof args[1].value === 'number' ? args[1].value : null;
  return (context, asOf, facts) => {
    const reading = context.milestone?.(milestone, asOf) ?? { value: null, asOf };
    const reached = typeof reading.value === 'string' ? null : reading.value;
    let value: boolean | null = typeof reached === 'number' ? reached <= asOf : reached;
    let behind: Behind = { from: { reached }, fromType: 'date' };
    if (args.length > 1) {
      const start = day === null ? null : context.read('contract.start', asOf).value;
      const deadline = day === null ? null : endOfDay(context, day, start);
      if (value !== true) value = deadline !== null && value === false && asOf >= deadline ? false : null;
      else if (typeof reached === 'number') value = deadline === null ? null : reached < deadline;
      behind = { from: { reached, start, deadline }, fromType: 'date' };
    }
    if (facts !== null) note(facts, name, type, value, { value, asOf: reading.asOf }, behind);
    return value;
  };
}

function idOf(argument: Expression | undefined): string {
  if (argument?.kind === 'name') return argument.path;
  return argument?.kind === 'reference' ? argument.id : '';
}

function textOf(argument: Expression | undefined): string | null {
  return argument?.kind === 'literal' && typeof argument.value === 'string' ? argument.value : null;
}

function spanOf(argument: Expression | undefined): number | null {
  return argument?.kind === 'literal' && typeof argument.value === 'number' ? argument.value : null;
}

const UNKNOWN = (): undefined => undefined;

function readCall(call: Call): ValueReader {
  const { args, type } = call;
  const name = printExpression(call);
  const [first, second] = args;
  const id = idOf(first);
  switch (call.name) {
    case 'metric':
      return readPlain(name, type, (context, asOf) => context.closedPeriod(id, asOf, 1));
    case 'wow_drop':
    case 'mom_drop':
    case 'wow_rise':
    case 'mom_rise':
      return readChange(call, name, call.name.endsWith('drop') ? -1 : 1, (context, metric, asOf) =>
        context.closedPeriod(metric, asOf, 2),
      );
    case 'yoy_drop':
    case 'yoy_rise':
      return readChange(call, name, call.name.endsWith('drop') ? -1 : 1, (context, metric, asOf, after) => {
        const year = periodsPerYear(context.calendar, after);
        return year === null ? null : context.closedPeriod(metric, asOf, 1 + year);
      });
    case 'change_since_start':
      return readChange(call, name, 1, (context, metric) =>
        context.startedAt === null ? null : context.closedPeriod(metric, context.startedAt, 1),
      );
    case 'platform_average':
    case 'platform_median':
    case 'segment_average':
    case 'segment_median':
    case 'percentile': {
      const among: Standing = call.name;
      return readPlain(name, type, (context, asOf) => context.standing?.(among, id, asOf));
    }
    case 'days_since':
    case 'days_until': {
      const sign = call.name === 'days_since' ? 1 : -1;
      if (first?.kind === 'reference') return readDistance(name, type, sign, (context, asOf) => context.lastEvent?.(id, asOf));
      return readDistance(name, type, sign, (context, asOf) => context.read(id, asOf));
    }
    case 'reached':
      return readReached(call, name);
    case 'role_active': {
      const role = textOf(first);
      const span = second === undefined ? DEFAULT_ROLE_SPAN : spanOf(second);
      if (role === null || span === null) return readPlain(name, type, UNKNOWN);
      return readPlain(name, type, (context, asOf) => context.roleActive?.(role, span, asOf));
    }
    case 'role_filled': {
      const role = textOf(first);
      return readPlain(name, type, (context, asOf) => (role === null ? undefined : context.roleFilled?.(role, asOf)));
    }
    case 'count': {
      const span = spanOf(second);
      return readPlain(name, type, (context, asOf) => (span === null ? undefined : context.countEvents?.(id, span, asOf)));
    }
    case 'open_tickets': {
      const priority = textOf(first);
      // A priority that is not known must not turn into all of them.
      if (first !== undefined && priority === null) return readPlain(name, type, UNKNOWN);
      return readPlain(name, type, (context, asOf) => context.openTickets?.(priority, asOf));
    }
    default:
      // A plan of a later release: what is not known here is unknown.
      return readPlain(name, type, UNKNOWN);
  }
}

function compile(expression: Expression): ValueReader {
  switch (expression.kind) {
    case 'literal': {
      const value = typeof expression.value === 'number' && !Number.isFinite(expression.value) ? null : expression.value;
      return () => value;
    }
    case 'name':
      if (expression.path === 'days_in_stage')
        return readDistance(expression.path, expression.type, 1, (context, asOf) => context.read(STAGE_SINCE, asOf));
      return readName(expression.path, expression.type);
    case 'reference':
      return () => null;
    case 'call':
      return readCall(expression);
  }
}

const compiled = new WeakMap<Expression, ValueReader>();

/** The reader of an expression. Made once per expression object, which is plain data and never changed in place. */
export function compileExpression(expression: Expression): ValueReader {
  let reader = compiled.get(expression);
  if (reader === undefined) compiled.set(expression, (reader = compile(expression)));
  return reader;
}
