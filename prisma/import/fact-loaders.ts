import { RowRejected } from './field-reader.js';
import { countValue, dateValue, momentValue, needed, numberValue, wordValue } from './field-values.js';
import type { KnownIds, SectionLoader } from './section-loader.js';

const PERIODS = ['day', 'week', 'month'];

function knownAccount(known: KnownIds, account: string): string {
  if (!known.accounts.has(account)) throw new RowRejected(`account "${account}" is not known`);
  return account;
}

export const subscriptionsLoader: SectionLoader = {
  section: 'subscriptions',
  staging: { account: 'text', product: 'text', start_date: 'date', end_date: 'date', seats: 'integer', mrr: 'numeric(14,2)' },
  key: ([account, product, start]) => `${account}\u0000${product}\u0000${start}`,
  read: ({ account, product, start, end, seats, mrr }, cells, { known }) => {
    const owner = knownAccount(known, needed('account', account?.(cells) ?? null));
    const from = dateValue('start', needed('start', start?.(cells) ?? null));
    const to = dateValue('end', needed('end', end?.(cells) ?? null));
    if (to <= from) throw new RowRejected(`end ${to} is not after start ${from}`);
    return [
      owner,
      needed('product', product?.(cells) ?? null),
      from,
      to,
      countValue('seats', seats?.(cells) ?? null),
      numberValue('mrr', mrr?.(cells) ?? null),
    ];
  },
  merge: [
    `INSERT INTO subscriptions (account_id, product, start_date, end_date, seats, mrr)
     SELECT account, product, start_date, end_date, seats, mrr FROM staged
     ON CONFLICT (account_id, product, start_date) DO UPDATE SET end_date = excluded.end_date, seats = excluded.seats, mrr = excluded.mrr`,
  ],
};

/** `$1` = source, `$2` = business time of the import. */
export const eventsLoader: SectionLoader = {
  section: 'events',
  staging: {
    id: 'text',
    zoned: 'timestamptz',
    local: 'timestamp',
    account: 'text',
    contact: 'text',
    name: 'text',
    properties: 'jsonb',
  },
  key: ([id]) => id ?? '',
  read: ({ id, occurred_at, account, contact, name }, cells, { known, extras }) => {
    const event = needed('id', id?.(cells) ?? null);
    const { zoned, local } = momentValue('occurred_at', needed('occurred_at', occurred_at?.(cells) ?? null));
    const owner = knownAccount(known, needed('account', account?.(cells) ?? null));
    return [event, zoned, local, owner, contact?.(cells) ?? null, needed('name', name?.(cells) ?? null), extras(cells)];
  },
  merge: [
    `INSERT INTO events (source, event_id, account_id, contact_id, name, occurred_at, received_at, late, properties)
     SELECT $1, e.id, e.account, e.contact, e.name, e.at, greatest(e.at, $2::timestamptz), coalesce(e.at < closed.through, false), e.properties
     FROM (
       SELECT s.*, a.timezone, coalesce(s.zoned, s.local AT TIME ZONE a.timezone) AS at
       FROM staged s JOIN accounts a ON a.id = s.account
     ) e
     LEFT JOIN (SELECT zone, max(closed_through) AS through FROM metric_watermarks GROUP BY zone) closed ON closed.zone = e.timezone
     ON CONFLICT (source, event_id) DO NOTHING`,
  ],
};

export const metricsLoader: SectionLoader = {
  section: 'metrics',
  staging: { account: 'text', metric: 'text', zoned: 'timestamptz', local: 'timestamp', per: 'text', value: 'float8' },
  key: ([account, metric, zoned, local]) => `${account}\u0000${metric}\u0000${zoned ?? local}`,
  read: ({ account, metric, start, per, value }, cells, { known }) => {
    const owner = knownAccount(known, needed('account', account?.(cells) ?? null));
    const text = needed('start', start?.(cells) ?? null);
    const { zoned, local } = momentValue('start', /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text);
    const unit = wordValue('per', needed('per', per?.(cells) ?? null), PERIODS, '');
    return [owner, needed('metric', metric?.(cells) ?? null), zoned, local, unit, numberValue('value', value?.(cells) ?? null)];
  },
  merge: [
    `INSERT INTO metric_points (account_id, metric, period_start, period_end, value)
     SELECT p.account, p.metric, p.start AT TIME ZONE p.timezone, (p.start + ('1 ' || p.per)::interval) AT TIME ZONE p.timezone, p.value
     FROM (
       SELECT s.account, s.metric, s.per, s.value, a.timezone,
              date_trunc(s.per, coalesce(s.zoned AT TIME ZONE a.timezone, s.local)) AS start
       FROM staged s JOIN accounts a ON a.id = s.account
     ) p
     ON CONFLICT (account_id, metric, period_start) DO NOTHING`,
  ],
};
