import { BUILT_IN_EVENTS } from '../model/built-in-events.js';
import { didYouMean } from '../model/did-you-mean.js';
import type { Advice } from '../model/diagnostic.js';
import type { EventDefinition, MetricDefinition } from '../model/catalogue.js';
import type { NamedProperty } from './read-metric-source.js';
import type { AuthoredMetric, AuthoredMetrics } from './read-metrics.js';
import { kindOf, plain, report, reportAt, type Value } from './value.js';

/**
 * Names that lead nowhere. Each is told once, at its first place, however often it is written: most likely the mistake is
 * where it is declared.
 */
class Unresolved {
  private readonly found = new Map<
    string,
    { readonly value: Value; readonly message: string; readonly advice: string | Advice; places: number }
  >();

  add(value: Value, message: string, advice: string | Advice): void {
    const known = this.found.get(message);
    if (known) known.places += 1;
    else this.found.set(message, { value, message, advice, places: 1 });
  }

  tell(): void {
    for (const { value, message, advice, places } of this.found.values())
      report(value, 'unknown-reference', places === 1 ? message : `${message}; it is named in ${places} places`, advice);
  }
}

/** A percent divided by a number or the other way round; ratios and durations have a message of their own. */
function areUnlike(...metrics: readonly MetricDefinition[]): boolean {
  if (metrics.some(({ type, source }) => type === 'duration' || source.kind === 'ratio')) return false;
  return new Set(metrics.map(({ type }) => type)).size > 1;
}

function judgeOperands(
  { definition, operands }: AuthoredMetric,
  byId: ReadonlyMap<string, MetricDefinition>,
  broken: ReadonlySet<string>,
  unresolved: Unresolved,
): void {
  const [first, second] = operands.map((operand) => byId.get(String(plain(operand))));
  for (const operand of operands) {
    const id = String(plain(operand));
    const other = byId.get(id);
    if (!other) {
      const advice = didYouMean(id, [...byId.keys()]) ?? 'define it under metrics:';
      if (!broken.has(id)) unresolved.add(operand, `there is no metric "${id}"`, advice);
    } else if (other.source.kind === 'ratio')
      report(operand, 'metric-cycle', `${id} is a ratio itself`, 'divide metrics that are counted or imported');
    else if (other.type === 'duration')
      report(
        operand,
        'type-mismatch',
        `${id} is a length of time, and a ratio divides numbers`,
        'divide metrics that are counted or imported',
      );
    else if (other.per !== definition.per) {
      const message = `${id} is measured per ${other.per}, ${definition.id} per ${definition.per}`;
      report(operand, 'wrong-argument', message, 'give both the same period');
    } else if (operand === operands[1] && first && second && areUnlike(first, second))
      report(
        operand,
        'percent-vs-number',
        `${first.id} is a ${first.type}, ${second.id} is a ${second.type}`,
        'divide two of the same type',
      );
  }
}

/** Checks that need all metrics: one definition each, ratios of existing numbers of the same period. */
export function joinMetrics(files: readonly AuthoredMetrics[]): Readonly<Record<string, MetricDefinition>> {
  const metrics = files.flatMap((file) => file.metrics);
  const broken = new Set(files.flatMap((file) => file.broken));
  const unresolved = new Unresolved();
  const byId = new Map<string, MetricDefinition>();
  for (const { definition, key } of metrics) {
    if (byId.has(definition.id))
      reportAt(key, key.anchor, 'duplicate-id', `the metric ${definition.id} is defined twice`, 'keep one of the two');
    else byId.set(definition.id, definition);
  }
  for (const metric of metrics) judgeOperands(metric, byId, broken, unresolved);
  unresolved.tell();
  return Object.fromEntries([...byId].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const A_TYPE = { number: 'a number', text: 'a text', yes_no: 'a yes/no' } as const;

/** What to write instead of a property, or of a value for one, that is of another type. */
function mend({ value, id }: NamedProperty, { properties }: EventDefinition): string {
  if (value.name === id) {
    const instead = { number: 'write a number', text: 'put it in quotes', yes_no: 'write true or false' };
    return instead[properties[id] ?? 'text'];
  }
  const numbers = Object.keys(properties).filter((one) => properties[one] === 'number');
  return numbers.length > 0 ? `its numbers: ${numbers.join(', ')}` : `declare a number under properties: of the event`;
}

/** Checks the events and properties that metrics name against the declared ones. */
export function checkMetricEvents(metrics: readonly AuthoredMetric[], declared: Readonly<Record<string, EventDefinition>>): void {
  const unresolved = new Unresolved();
  const all = new Map([...BUILT_IN_EVENTS, ...Object.values(declared)].map((event) => [event.id, event]));
  for (const { events, properties } of metrics) {
    for (const value of events) {
      const id = plain(value);
      if (typeof id === 'string' && !all.has(id))
        unresolved.add(value, `there is no event "${id}"`, didYouMean(id, [...all.keys()]) ?? 'declare it under events:');
    }
    for (const property of properties) {
      const { value, id, event, type } = property;
      const definition = all.get(String(plain(event)));
      if (!definition) continue;
      const found = Object.hasOwn(definition.properties, id) ? definition.properties[id] : undefined;
      const known = Object.keys(definition.properties);
      const place = plain(value) === id ? value : { ...value, node: null };
      if (found === undefined) {
        const advice =
          didYouMean(id, known) ?? `declare it: events: { ${definition.id}: { properties: { ${id}: ${type ?? 'text'} } } }`;
        unresolved.add(place, `the event ${definition.id} has no property "${id}"`, advice);
      } else if (type !== null && found !== type) {
        const instead = value.name === id ? `this is ${kindOf(value)}` : `here it must be ${A_TYPE[type]}`;
        const message = `${id} of ${definition.id} is ${A_TYPE[found]}, ${instead}`;
        report(value, 'type-mismatch', message, mend(property, definition));
      }
    }
  }
  unresolved.tell();
}
