import type { Contract } from '../../workflows/model/account-data.js';
import { shiftPeriod, startOfPeriod } from '../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import type { MetricDefinition, MetricSource } from '../../workflows/model/catalogue.js';
import type { Instant, PeriodUnit } from '../../workflows/model/time.js';

const DAY = 86_400_000;

export interface OracleEvent {
  readonly contact: string | null;
  readonly name: string;
  readonly at: Instant;
  /** The property `term`. */
  readonly term: string | null;
}

export interface OraclePoint {
  readonly start: Instant;
  readonly end: Instant;
  readonly value: number | null;
}

/** What one period of a metric is worth, worked out naively from the definition: every event is looked at for every point. */
export function naivePoint(
  metric: MetricDefinition,
  metrics: Readonly<Record<string, MetricDefinition>>,
  period: { readonly start: Instant; readonly end: Instant },
  events: readonly OracleEvent[],
  terms: readonly Contract[],
): number | null {
  const { source } = metric;
  const empty = metric.whenEmpty === 'zero' ? 0 : null;
  const inPeriod = events.filter(({ at }) => period.start <= at && at < period.end);
  switch (source.kind) {
    case 'count_events':
      return inPeriod.filter(({ name }) => name === source.event).length || empty;
    case 'count_contacts': {
      const mine = inPeriod.filter(({ name }) => name === source.event);
      return mine.length === 0 ? empty : new Set(mine.flatMap(({ contact }) => (contact === null ? [] : [contact]))).size;
    }
    case 'seats':
      return termInForce(terms, period.end)?.seats ?? null;
    case 'open_contacts':
    case 'contacts_this_term':
      return members(source, period.end, events, terms, empty);
    case 'ratio': {
      const part = (id: string) => naivePoint(metrics[id] as MetricDefinition, metrics, period, events, terms);
      const [of, to] = [part(source.of), part(source.to)];
      return of === null || to === null || to === 0 ? null : of / to;
    }
    case 'imported':
    // What the engine does not compute yet has no points.
    case 'products':
    case 'sum':
    case 'average':
    case 'distinct':
    case 'last_seen':
      return null;
  }
}

function termInForce(terms: readonly Contract[], at: Instant): Contract | null {
  return terms.filter(({ start, end }) => start <= at && at < end).sort((a, b) => b.start - a.start)[0] ?? null;
}

function members(
  source: Extract<MetricSource, { kind: 'open_contacts' | 'contacts_this_term' }>,
  end: Instant,
  events: readonly OracleEvent[],
  terms: readonly Contract[],
  empty: number | null,
): number | null {
  const [opened, closed, withinTerm, lead] =
    source.kind === 'open_contacts' ? [source.opened, source.closed, source.withinTerm, 60 * DAY] : [source.event, null, true, 0];
  const term = withinTerm ? termInForce(terms, end) : null;
  if (withinTerm && term === null) return null;
  const belongs = (event: OracleEvent): boolean => {
    if (term === null) return true;
    if (event.term === null) return event.at >= term.start - lead;
    const earlier = terms.filter(({ product, start }) => product === term.product && start < term.start);
    const from = Math.max(term.start - 366 * DAY, ...earlier.map((other) => Math.min(other.end, term.start)));
    return event.term === term.product && event.at >= from;
  };
  const last = new Map<string, OracleEvent>();
  for (const event of events) {
    if (event.contact === null || event.at >= end || (event.name !== opened && event.name !== closed) || !belongs(event))
      continue;
    const before = last.get(event.contact);
    if (before === undefined || event.at > before.at || (event.at === before.at && event.name === closed))
      last.set(event.contact, event);
  }
  return [...last.values()].filter(({ name }) => name === opened).length || empty;
}

/** The last `count` periods that ended by `asOf`, newest first, by walking back. */
export function naivePeriods(
  calendar: ZoneCalendar,
  unit: PeriodUnit,
  asOf: Instant,
  count: number,
): { start: Instant; end: Instant }[] {
  const last = startOfPeriod(calendar, asOf, unit);
  return Array.from({ length: count }, (_, index) => ({
    start: shiftPeriod(calendar, last, unit, -index - 1),
    end: shiftPeriod(calendar, last, unit, -index),
  }));
}
