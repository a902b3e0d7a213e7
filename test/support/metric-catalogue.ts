import type { Catalogue, MetricDefinition, MetricSource } from '../../workflows/model/catalogue.js';
import type { PeriodUnit } from '../../workflows/model/time.js';

export function metric(
  id: string,
  per: PeriodUnit,
  source: MetricSource,
  whenEmpty: MetricDefinition['whenEmpty'] = 'zero',
): MetricDefinition {
  return {
    id,
    title: { en: id },
    type: source.kind === 'ratio' ? 'percent' : 'number',
    per,
    source,
    whenEmpty,
    range: [0, null],
  };
}

export function catalogueOf(...metrics: readonly MetricDefinition[]): Catalogue {
  return {
    contentHash: 'test',
    metrics: Object.fromEntries(metrics.map((entry) => [entry.id, entry])),
    healths: [],
    segments: [],
  };
}

/** One metric of every kind. */
export const EVERY_KIND = catalogueOf(
  metric('activation_rate', 'day', { kind: 'ratio', of: 'seats_opened', to: 'seats_bought' }, 'unknown'),
  metric('seats_bought', 'day', { kind: 'seats' }, 'unknown'),
  metric('seats_opened', 'day', { kind: 'open_contacts', opened: 'seat_opened', closed: 'seat_closed', withinTerm: true }),
  metric('seats_ever', 'day', { kind: 'open_contacts', opened: 'seat_opened', closed: 'seat_closed', withinTerm: false }),
  metric('key_users', 'day', { kind: 'contacts_this_term', event: 'report_saved' }),
  metric('logins', 'day', { kind: 'count_events', event: 'login' }),
  metric('weekly_logins', 'week', { kind: 'count_events', event: 'login' }, 'unknown'),
  metric('weekly_users', 'week', { kind: 'count_contacts', event: 'login' }),
  metric('quarterly_logins', 'quarter', { kind: 'count_events', event: 'login' }),
  metric('yearly_users', 'year', { kind: 'count_contacts', event: 'login' }),
  metric('weekly_seats', 'week', { kind: 'seats' }, 'unknown'),
  metric('usage_rate', 'week', { kind: 'ratio', of: 'weekly_users', to: 'weekly_seats' }, 'unknown'),
  metric('monthly_users', 'month', { kind: 'count_contacts', event: 'login' }),
  metric(
    'monthly_opened',
    'month',
    { kind: 'open_contacts', opened: 'seat_opened', closed: 'seat_closed', withinTerm: true },
    'unknown',
  ),
  metric('nps', 'month', { kind: 'imported' }, 'unknown'),
);
