import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { CLOSING_LOCK } from './metric-store.js';
import { poolTransaction } from '../pool-transaction.js';
import { tellRuns } from './tell-runs.js';
import type { StoredEvent } from './tell-runs.js';

/** Something a contact (or nobody in particular) did in an account that is there. */
export interface NewEvent {
  readonly source: string;
  readonly eventId: string;
  readonly accountId: string;
  readonly contactId: string | null;
  readonly name: string;
  readonly occurredAt: Instant;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface RecordOptions {
  /** Business time of arrival. */
  readonly receivedAt: Instant;
  /** Orders the relay to ask the conditions that the accounts' runs watch, in the same transaction. */
  readonly orderWatch?: boolean;
}

export interface RecordedEvents {
  readonly recorded: number;
  /** Known before by (source, event id): nothing was written for them. */
  readonly duplicates: number;
  /** Of the recorded ones: those that belong to a period that was closed already. They change no past value. */
  readonly late: number;
}

/** Stores events, each (source, event id) once, and tells the runs that wait for such an event. */
export async function recordEvents(
  db: Pick<Database, 'pool'>,
  events: readonly NewEvent[],
  options: RecordOptions,
): Promise<RecordedEvents> {
  if (events.length === 0) return { recorded: 0, duplicates: 0, late: 0 };
  return poolTransaction(db, async (client) => {
    // Not while periods are being closed: an event would be neither counted nor marked late.
    await client.query('SELECT pg_advisory_xact_lock_shared($1)', [CLOSING_LOCK]);
    const { rows } = await client.query<StoredEvent & { late: boolean }>(
      `INSERT INTO events (source, event_id, account_id, contact_id, name, occurred_at, received_at, late, properties)
       SELECT e.source, e.event_id, e.account_id, e.contact_id, e.name, e.occurred_at, $8,
              coalesce(e.occurred_at < closed.through, false), e.properties
       FROM (
         SELECT source, event_id, account_id, contact_id, name, to_timestamp(occurred_at / 1000.0) AS occurred_at, properties
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::jsonb[])
           AS n (source, event_id, account_id, contact_id, name, occurred_at, properties)
       ) e
       LEFT JOIN accounts a ON a.id = e.account_id
       LEFT JOIN (SELECT zone, max(closed_through) AS through FROM metric_watermarks GROUP BY zone) closed ON closed.zone = a.timezone
       ON CONFLICT (source, event_id) DO NOTHING
       RETURNING source, event_id, account_id, name, occurred_at, late`,
      [
        events.map(({ source }) => source),
        events.map(({ eventId }) => eventId),
        events.map(({ accountId }) => accountId),
        events.map(({ contactId }) => contactId),
        events.map(({ name }) => name),
        events.map(({ occurredAt }) => occurredAt),
        events.map(({ properties }) => JSON.stringify(properties)),
        new Date(options.receivedAt),
      ],
    );
    await tellRuns(client, rows);
    if (options.orderWatch === true && rows.length > 0) {
      // Accounts without a run that could leave need no order.
      await client.query(
        `INSERT INTO outbox (kind, payload)
         SELECT 'watch_exits', jsonb_build_object('accountId', id, 'at', $2::bigint)
         FROM (SELECT DISTINCT unnest($1::text[]) AS id) a
         WHERE EXISTS (
           SELECT 1 FROM runs r WHERE r.account_id = a.id AND r.status IN ('starting', 'running', 'paused') AND r.exiting_at IS NULL
         )`,
        [rows.map(({ account_id }) => account_id), options.receivedAt],
      );
    }
    return {
      recorded: rows.length,
      duplicates: events.length - rows.length,
      late: rows.filter(({ late }) => late).length,
    };
  });
}
