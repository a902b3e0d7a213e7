import { EXACT_UNITS } from '../condition/exact-length.js';
import type { FactValue } from '../model/fact.js';
import { didYouMean, nearestAdvice } from '../model/did-you-mean.js';
import type { TestFacts, TestSeries } from '../model/playbook-test.js';
import { CONTACT_ROLES } from '../model/contact-role.js';
import type { AttributeName, BookNames } from './playbook-scope.js';
import { typedValue } from './parameter-value.js';
import { booleanOf, dateOf, durationOf, integerOf, oneOf, percentOf, textOf } from './scalars.js';
import { fieldsOf, isList, kindOf, listOf, plain, report, reportAt, type Fields, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

/** 0.5 was meant as 50%, 42 as 42%. */
function asPercent(content: unknown): string {
  const value = Number(content);
  return `${value > 0 && value < 1 ? Number((value * 100).toPrecision(12)) : value}%`;
}

/** Milliseconds of a duration that always lasts the same; undefined after a report. */
function lengthOf(value: Value, metric: string): number | undefined {
  const duration = durationOf({ ...value, name: metric })?.value;
  if (!duration) return undefined;
  const unit = EXACT_UNITS[duration.unit];
  if (unit !== undefined) return duration.amount * unit;
  report(
    value,
    'invalid-duration',
    `${metric} is a length of time, and ${duration.unit} is not always as long`,
    'write days, e.g. 30d',
  );
  return undefined;
}

/** A metric's value: a number, a percent or a duration as its type is, null for unknown. Undefined after a report. */
export function metricValueOf(value: Value, metric: string, names: BookNames): number | null | undefined {
  const content = plain(value);
  if (content === null && value.node !== null) return null;
  const type = names.metrics?.[metric]?.type;
  // The catalogue could not be read: it may be a metric of any type.
  if (names.metrics === null && typeof content === 'string') return undefined;
  if (type === 'duration') return lengthOf(value, metric);
  const percent = typeof content === 'string' ? /^(-?\d+(?:\.\d+)?)%$/.exec(content) : null;
  if (percent && type !== 'number') return Number((Number(percent[1]) / 100).toPrecision(15));
  if (typeof content === 'number' && type !== 'percent') return content;
  const mixed = percent !== null || typeof content === 'number';
  const suggestion = mixed
    ? `write ${type === 'percent' ? asPercent(content) : percent?.[1]}`
    : 'write a number, or null for unknown';
  report(
    value,
    mixed ? 'percent-vs-number' : 'wrong-shape',
    `${metric} is a ${type ?? 'number'}, this is ${kindOf(value)}`,
    suggestion,
  );
  return undefined;
}

export function metricSeriesOf(value: Value, metric: string, names: BookNames): TestSeries | undefined {
  if (!isList(value)) return metricValueOf(value, metric, names);
  const items = (listOf(value, 'values') ?? []).map((item) => metricValueOf(item, metric, names));
  if (items.length === 0)
    report(value, 'invalid-value', 'a series needs at least one period', 'write e.g. [400, 400, 180], the oldest first');
  return items.filter((item) => item !== undefined);
}

/** The keys of a `given` or a timeline entry that are metrics; others are reported. */
export function metricKeysOf(fields: Fields, reserved: readonly string[], names: BookNames): readonly string[] {
  const { metrics } = names;
  return fields.keys().filter((key) => {
    if (reserved.includes(key)) return false;
    if (metrics === null || Object.hasOwn(metrics, key)) return true;
    const value = fields.get(key) as Value;
    fields.refuse();
    reportAt(
      value,
      value.anchor,
      'unknown-key',
      `in ${fields.value.name} the key "${key}" is not known: it is no metric either`,
      didYouMean(key, [...reserved, ...Object.keys(metrics)]),
    );
    return false;
  });
}

/** An attribute in the type that the catalogue declares; undefined after a report. */
function attributeOf(value: Value, attribute: AttributeName | undefined): FactValue | undefined {
  const content = plain(value);
  if (content === undefined) {
    report(value, 'wrong-shape', `${value.name} must be a plain value, this is ${kindOf(value)}`);
    return undefined;
  }
  if (!attribute || content === null) return content;
  if (attribute.type === 'date') return dateOf(value) ?? undefined;
  const typed = typedValue(content, { type: attribute.type, values: attribute.values });
  if (!('code' in typed)) return typeof typed.value === 'object' ? undefined : typed.value;
  report(value, typed.code, `${value.name}: ${typed.message}`, typed.advice);
  return undefined;
}

/** Built in, declared, or, where nothing is declared, nobody's typing mistake; reported when not. */
function isAccountKey(value: Value, key: string, { attributes }: BookNames): boolean {
  const builtIn = keysOf('test_account');
  if (builtIn.includes(key) || (attributes !== null && Object.hasOwn(attributes, key))) return true;
  const near = nearestAdvice(key, [...builtIn, ...Object.keys(attributes ?? {})]);
  if (attributes === null && near === undefined) return true;
  const advice = near ?? 'declare it under attributes: in the metrics file';
  reportAt(value, value.anchor, 'unknown-key', `an account has no attribute "${key}"`, advice);
  return false;
}

function accountOf(value: Value, names: BookNames): Readonly<Record<string, FactValue>> {
  const fields = fieldsOf(value, { known: [], open: true });
  const account: Record<string, FactValue> = {};
  for (const key of fields?.keys() ?? []) {
    const part = fields?.get(key);
    if (!part) continue;
    const content = plain(part);
    if (key === 'status') oneOf(part, ['trial', 'active', 'churned']);
    else if (key === 'locale') oneOf(part, ['en', 'zh']);
    else if (key === 'muted') booleanOf(part);
    else if (key === 'segment' && names.segments && content !== null) oneOf(part, names.segments);
    if (!isAccountKey(part, key, names)) continue;
    const declared = names.attributes && Object.hasOwn(names.attributes, key) ? names.attributes[key] : undefined;
    const known = attributeOf(part, declared);
    if (known !== undefined) account[key] = known;
  }
  return account;
}

/** `{ score: 52, band: yellow }`. */
function healthOf(value: Value | null): TestFacts['health'] {
  const fields = value && fieldsOf(value, { known: keysOf('test_health') });
  const health: { score?: number | null; band?: string | null } = {};
  const score = fields?.get('score');
  if (score) health.score = plain(score) === null ? null : integerOf(score, 0, 100);
  const band = fields?.get('band');
  if (band) health.band = plain(band) === null ? null : oneOf(band, ['green', 'yellow', 'red']);
  return health;
}

function contractOf(value: Value | null): TestFacts['contract'] {
  const fields = value && fieldsOf(value, { known: keysOf('test_contract') });
  const read = <T>(key: string, reader: (part: Value) => T | null): Partial<Record<string, T>> => {
    const part = fields?.get(key);
    const content = part ? reader(part) : null;
    return content === null ? {} : { [key]: content };
  };
  return {
    ...read('start', dateOf),
    ...read('end', dateOf),
    ...read('seats', (part) => integerOf(part, 0, 10_000_000)),
    ...read('amount', amountOf),
    ...read('product', textOf),
    ...read('renewal', (part) => oneOf(part, ['open', 'renewed', 'lost'])),
  };
}

function amountOf(value: Value): number | null {
  const content = plain(value);
  if (typeof content === 'number' && content >= 0) return content;
  return report(value, 'wrong-shape', `${value.name} must be a number, this is ${kindOf(value)}`, 'write e.g. 12000');
}

/** A mapping whose keys the catalogue declares, e.g. `{ support_call: 3 }`; wrong entries are reported and left out. */
function entriesOf<T>(
  value: Value,
  what: string,
  known: readonly string[] | null,
  read: (part: Value, key: string) => T | null | undefined,
): Readonly<Record<string, T>> {
  const fields = fieldsOf(value, { known: [], open: true });
  const entries: Record<string, T> = {};
  for (const key of fields?.keys() ?? []) {
    const part = fields?.get(key);
    if (!part) continue;
    if (known !== null && !known.includes(key)) {
      reportAt(part, part.anchor, 'unknown-reference', `there is no ${what} "${key}"`, didYouMean(key, known));
      continue;
    }
    const content = read(part, key);
    if (content !== null && content !== undefined) entries[key] = content;
  }
  return entries;
}

function lifecycleOf(value: Value, { stages }: BookNames): NonNullable<TestFacts['lifecycle']> {
  const fields = fieldsOf(value, { known: keysOf('test_lifecycle') });
  const stageValue = fields?.get('stage');
  const stage = stageValue && (stages ? oneOf(stageValue, stages) : textOf(stageValue));
  const sinceValue = fields?.get('since');
  const since = sinceValue && dateOf(sinceValue);
  return { ...(stage ? { stage } : {}), ...(since ? { since } : {}) };
}

/** What is said about the account, besides its metrics. */
export function testFactsOf(fields: Fields, names: BookNames): TestFacts {
  const read = <T>(key: string, as: string, reader: (part: Value) => T): Partial<Record<string, T>> => {
    const part = fields.get(key);
    return part ? { [as]: reader(part) } : {};
  };
  const account = fields.get('account');
  const metrics = names.metrics && Object.keys(names.metrics);
  const count = (part: Value): number | null => integerOf(part, 0, 1_000_000);
  return {
    account: account ? accountOf(account, names) : {},
    health: healthOf(fields.get('health')),
    contract: contractOf(fields.get('contract')),
    ...read('lifecycle', 'lifecycle', (part) => lifecycleOf(part, names)),
    ...read('user_health', 'userHealth', healthOf),
    ...read('judgement', 'judgement', (part) => {
      const ratingValue = fieldsOf(part, { known: keysOf('test_judgement') })?.get('rating');
      const rating = ratingValue && integerOf(ratingValue, 1, 5);
      return rating === null || rating === undefined ? {} : { rating };
    }),
    ...read('milestones', 'milestones', (part) =>
      entriesOf(part, 'milestone', names.milestones, (one) => {
        const word = oneOf(one, ['reached', 'not_reached'] as const);
        return word && word === 'reached';
      }),
    ),
    ...read('events', 'events', (part) => entriesOf(part, 'event', names.events, count)),
    ...read('roles', 'roles', (part) =>
      entriesOf(part, 'role', CONTACT_ROLES, (one) => oneOf(one, ['active', 'inactive', 'none'] as const)),
    ),
    ...read('tickets', 'tickets', (part) => entriesOf(part, 'ticket priority', names.tickets, count)),
    ...read('platform', 'platform', (part) => entriesOf(part, 'metric', metrics, (one, key) => metricValueOf(one, key, names))),
    ...read('segment', 'segment', (part) => entriesOf(part, 'metric', metrics, (one, key) => metricValueOf(one, key, names))),
    ...read('percentile', 'percentile', (part) =>
      entriesOf(part, 'metric', metrics, (one, key) => percentOf({ ...one, name: `percentile.${key}` })),
    ),
  };
}
