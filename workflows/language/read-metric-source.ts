import { CONTACT_ROLES } from '../model/contact-role.js';
import type { EventFilter, MetricSource, MetricType } from '../model/catalogue.js';
import { nearestAdvice } from '../model/did-you-mean.js';
import type { FactValue } from '../model/fact.js';
import { durationAdvice, idOf, oneOf, readDuration, textOf } from './scalars.js';
import { fieldsOf, kindOf, listOf, plain, report, reportAt, type Fields, type Value } from './value.js';

/** The keys of which a metric has exactly one: each is a way of computing it. */
export const SOURCE_KEYS = [
  'count',
  'sum',
  'average',
  'distinct',
  'last_seen',
  'seats',
  'bought',
  'open',
  'reached',
  'ratio',
  'imported',
] as const;
export type SourceKey = (typeof SOURCE_KEYS)[number];

/** A property that a source names, and what it must be. */
export interface NamedProperty {
  readonly value: Value;
  readonly id: string;
  readonly event: Value;
  readonly type: 'number' | 'text' | 'yes_no' | null;
}

/** A source with the places that checks across the book report at. */
export interface ReadSource {
  readonly source: MetricSource;
  readonly type: MetricType;
  /** The two metrics of a ratio. */
  readonly operands: readonly Value[];
  readonly events: readonly Value[];
  readonly properties: readonly NamedProperty[];
}

const MINUTES_IN: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60 };

class SourceReader {
  private readonly events: Value[] = [];
  private readonly properties: NamedProperty[] = [];

  constructor(private readonly fields: Fields) {}

  read(kind: SourceKey, value: Value): ReadSource | null {
    const found = this.source(kind, value);
    return found && { operands: [], ...found, events: this.events, properties: this.properties };
  }

  private source(
    kind: SourceKey,
    value: Value,
  ): (Omit<ReadSource, 'events' | 'properties' | 'operands'> & { operands?: readonly Value[] }) | null {
    switch (kind) {
      case 'count':
        return this.count(value);
      case 'sum':
      case 'average':
      case 'distinct': {
        const property = idOf(value)?.value;
        const event = this.event('of', 'session');
        const filter = this.filter();
        if (property === undefined || event === null) return null;
        this.property(value, property, kind === 'distinct' ? null : 'number');
        return { source: { kind, property, event, ...filter }, type: 'number' };
      }
      case 'last_seen': {
        const event = textOf(value);
        this.events.push(value);
        return event === null ? null : { source: { kind, event, ...this.filter() }, type: 'duration' };
      }
      case 'seats':
        return oneOf(value, ['bought'] as const) && { source: { kind: 'seats' }, type: 'number' };
      case 'bought':
        return oneOf(value, ['modules'] as const) && { source: { kind: 'products' }, type: 'number' };
      case 'open': {
        const fine = oneOf(value, ['contacts'] as const);
        const opened = this.event('from', 'seat_opened');
        const until = this.fields.get('until');
        const closed = until && textOf(until);
        if (until) this.events.push(until);
        const within = this.fields.get('within');
        if (within) oneOf(within, ['term'] as const);
        if (!fine || opened === null) return null;
        if (until && closed === opened)
          report(until, 'invalid-value', `${opened} both opens and closes, so nobody is ever open`, 'name another event');
        return { source: { kind: 'open_contacts', opened, closed, withinTerm: within !== null }, type: 'number' };
      }
      case 'reached': {
        const event = this.event('of', 'report_saved');
        const fine = oneOf(value, ['contacts'] as const);
        return fine && event !== null ? { source: { kind: 'contacts_this_term', event }, type: 'number' } : null;
      }
      case 'ratio':
        return this.ratio(value);
      case 'imported': {
        const type = oneOf(value, ['number', 'percent'] as const);
        return type && { source: { kind: 'imported' }, type };
      }
    }
  }

  private event(key: string, example: string): string | null {
    const value = this.fields.need(key, example);
    if (value) this.events.push(value);
    return value && textOf(value);
  }

  private property(value: Value, id: string, type: NamedProperty['type']): void {
    const [event] = this.events;
    if (event) this.properties.push({ value, id, event, type });
  }

  private count(value: Value): Pick<ReadSource, 'source' | 'type'> | null {
    const what = oneOf(value, ['events', 'contacts'] as const);
    const event = this.event('of', 'login');
    const filter = this.filter();
    const atLeast = this.fields.get('at_least');
    const sumOf = this.fields.get('sum_of');
    if (what === 'events') {
      const extra = atLeast ?? sumOf;
      if (extra)
        return reportAt(
          extra,
          extra.anchor,
          'unknown-key',
          `${extra.name} is a threshold per contact, and this counts events`,
          'write count: contacts, or remove it',
        );
      return event === null ? null : { source: { kind: 'count_events', event, ...filter }, type: 'number' };
    }
    if (sumOf && !atLeast)
      return reportAt(
        sumOf,
        sumOf.anchor,
        'missing-key',
        'sum_of says what is added up, but not how much is enough',
        'write e.g. at_least: 10min beside it',
      );
    const property = sumOf && (idOf(sumOf)?.value ?? null);
    if (sumOf && property !== null) this.property(sumOf, property, 'number');
    const threshold = atLeast && this.threshold(atLeast, sumOf, property);
    if (what === null || event === null || (atLeast && threshold === null) || (sumOf && property === null)) return null;
    const enough = {
      ...(threshold === null ? {} : { atLeast: threshold }),
      ...(property === null ? {} : { sumOf: property }),
    };
    return { source: { kind: 'count_contacts', event, ...enough, ...filter }, type: 'number' };
  }

  /** How much is enough: a number, or a length of time where the property's name says its unit. */
  private threshold(value: Value, sumOf: Value | null, property: string | null): number | null {
    const content = plain(value);
    if (typeof content === 'number') {
      if (content > 0 && (sumOf || Number.isInteger(content))) return content;
      const what = sumOf ? 'a number above 0' : 'a whole number above 0';
      return report(
        value,
        'invalid-value',
        `at_least must be ${what}, this is ${kindOf(value)}`,
        sumOf ? 'write e.g. 10' : 'write e.g. 3',
      );
    }
    if (typeof content !== 'string')
      return report(
        value,
        'wrong-shape',
        `at_least must be a number or a length of time, this is ${kindOf(value)}`,
        'write e.g. 3, or 10min with sum_of: minutes',
      );
    const duration = readDuration(content);
    if ('problem' in duration) return report(value, 'invalid-duration', duration.problem, durationAdvice(duration));
    if (!sumOf)
      return report(
        value,
        'invalid-value',
        `events are counted here, and ${content} is a length of time`,
        'write sum_of: and the property that holds the time, e.g. sum_of: minutes',
      );
    if (duration.unit !== 'min' && duration.unit !== 'h')
      return report(value, 'invalid-duration', `${content} has no fixed length in minutes`, 'write it in min or h, e.g. 10min');
    if (property === null) return null;
    const unit = MINUTES_IN[property];
    const minutes = duration.amount * (duration.unit === 'h' ? 60 : 1);
    if (unit !== undefined) return minutes / unit;
    const near = nearestAdvice(property, Object.keys(MINUTES_IN));
    // The name of the property is what is wrong when it is nearly that of a unit.
    if (near !== undefined)
      return report(sumOf, 'unknown-reference', `"${property}" does not say in which unit ${content} is counted`, near);
    return report(
      value,
      'type-mismatch',
      `${property} is a plain number, this is a length of time`,
      `write at_least: ${minutes}, or name the property seconds, minutes or hours`,
    );
  }

  /** `where` and `role`. */
  private filter(): EventFilter {
    const where = this.fields.get('where');
    const role = this.fields.get('role');
    const word = role && oneOf(role, CONTACT_ROLES);
    const conditions: Record<string, FactValue> = {};
    const written = where && fieldsOf({ ...where, name: 'where' }, { known: [], open: true });
    if (where && written?.keys().length === 0)
      report(where, 'invalid-value', 'where is empty', 'write e.g. { module: reports }, or remove the key');
    for (const id of written?.keys() ?? []) {
      const value = written?.get(id);
      if (!value) continue;
      const content = plain(value);
      if (content === undefined || content === null) {
        report(value, 'wrong-shape', `${id} must be a text, a number, true or false, this is ${kindOf(value)}`);
        continue;
      }
      this.property(value, id, typeof content === 'number' ? 'number' : typeof content === 'boolean' ? 'yes_no' : 'text');
      conditions[id] = content;
    }
    return { ...(written ? { where: conditions } : {}), ...(word ? { role: word } : {}) };
  }

  private ratio(value: Value): Pick<ReadSource, 'source' | 'type' | 'operands'> | null {
    const items = listOf(value, 'two metrics');
    if (!items) return null;
    const example = 'write e.g. [seats_opened, seats_bought]';
    if (items.length !== 2) return report(value, 'invalid-value', `a ratio has two metrics, this has ${items.length}`, example);
    const [of = null, to = null] = items.map(textOf);
    const as = this.fields.get('as');
    const type = (as && oneOf(as, ['number', 'percent'] as const)) ?? 'percent';
    if (of === null || to === null) return null;
    return { source: { kind: 'ratio', of, to }, type, operands: items };
  }
}

/** How a metric is computed, or null after a report. */
export function readMetricSource(kind: SourceKey, fields: Fields): ReadSource | null {
  const value = fields.get(kind);
  return value && new SourceReader(fields).read(kind, value);
}
