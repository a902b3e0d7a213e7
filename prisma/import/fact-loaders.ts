import { shiftPeriod, startOfPeriod } from '../../workflows/model/calendar.js';
import type { PeriodUnit } from '../../workflows/model/time.js';
import { RowRejected } from './field-reader.js';
import { countValue, dateValue, excerpt, indexed, moneyValue, needed, numberValue, wordValue } from './field-values.js';
import type { KnownIds, SectionLoader } from './section-loader.js';

const PERIODS: readonly PeriodUnit[] = ['day', 'week', 'month'];

/** The time zone of an account that has to be there. */
function zoneOf(known: KnownIds, account: string): string {
  const zone = known.accounts.get(account);
  if (zone === undefined) throw new RowRejected(`account "${excerpt(account)}" is not known`);
  return zone;
}

export const subscriptionsLoader: SectionLoader = {
  section: 'subscriptions',
  staging: { account: 'text', product: 'text', start_date: 'text', end_date: 'text', seats: 'text', mrr: 'text' },
  key: ([account, product, start]) => JSON.stringify([account, product, start]),
  read: ({ account, product, start, end, seats, mrr }, cells, { known }) => {
    const owner = needed('account', account?.(cells) ?? null);
    zoneOf(known, owner);
    const from = dateValue('start', needed('start', start?.(cells) ?? null));
    const to = dateValue('end', needed('end', end?.(cells) ?? null));
    if (to <= from) throw new RowRejected(`end ${to} is not after start ${from}`);
    return [
      owner,
      indexed('product', needed('product', product?.(cells) ?? null)),
      from,
      to,
      countValue('seats', seats?.(cells) ?? null),
      moneyValue('mrr', mrr?.(cells) ?? null),
    ];
  },
  merge: [
    `INSERT INTO subscriptions (account_id, product, start_date, end_date, seats, mrr)
     SELECT account, product, start_date::date, end_date::date, seats::integer, mrr::numeric(14,2) FROM staged
     ON CONFLICT (account_id, product, start_date) DO UPDATE SET end_date = excluded.end_date, seats = excluded.seats, mrr = excluded.mrr`,
  ],
};

const EVENT_COLUMNS = 'source, event_id, account_id, contact_id, name, occurred_at, received_at, late, properties';

export const eventsLoader: SectionLoader = {
  section: 'events',
  table: 'events',
  staging: {
    source: 'text',
    event_id: 'text',
    account_id: 'text',
    contact_id: 'text',
    name: 'text',
    occurred_at: 'timestamptz',
    received_at: 'timestamptz',
    late: 'boolean',
    properties: 'jsonb',
  },
  key: ([, id]) => String(id),
  read: ({ id, occurred_at, account, contact, name }, cells, { source, now, known, moments, closedThrough, extras }) => {
    const event = indexed('id', needed('id', id?.(cells) ?? null));
    const time = needed('occurred_at', occurred_at?.(cells) ?? null);
    const owner = needed('account', account?.(cells) ?? null);
    const zone = zoneOf(known, owner);
    const at = moments.instant('occurred_at', time, zone);
    return [
      source,
      event,
      owner,
      indexed('contact', contact?.(cells) ?? null),
      indexed('name', needed('name', name?.(cells) ?? null)),
      at,
      // A book for a replay holds what is still to come: nobody knows of it before it happens.
      Math.max(at, now),
      at < (closedThrough.get(zone) ?? Number.NEGATIVE_INFINITY),
      extras(cells),
    ];
  },
  merge: [`INSERT INTO events (${EVENT_COLUMNS}) SELECT ${EVENT_COLUMNS} FROM staged ON CONFLICT (source, event_id) DO NOTHING`],
};

export const metricsLoader: SectionLoader = {
  section: 'metrics',
  staging: { account: 'text', metric: 'text', period_start: 'timestamptz', period_end: 'timestamptz', value: 'text' },
  key: ([account, metric, start]) => JSON.stringify([account, metric, start]),
  read: ({ account, metric, start, per, value }, cells, { known, moments }) => {
    const owner = needed('account', account?.(cells) ?? null);
    const zone = zoneOf(known, owner);
    const text = needed('start', start?.(cells) ?? null);
    const within = moments.instant('start', /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text, zone);
    const unit = wordValue('per', needed('per', per?.(cells) ?? null), PERIODS, '') as PeriodUnit;
    const calendar = moments.calendar(zone, within);
    return [
      owner,
      indexed('metric', needed('metric', metric?.(cells) ?? null)),
      startOfPeriod(calendar, within, unit),
      shiftPeriod(calendar, within, unit, 1),
      numberValue('value', value?.(cells) ?? null),
    ];
  },
  merge: [
    `INSERT INTO metric_points (account_id, metric, period_start, period_end, value)
     SELECT account, metric, period_start, period_end, value::float8 FROM staged
     ON CONFLICT (account_id, metric, period_start) DO NOTHING`,
  ],
};
