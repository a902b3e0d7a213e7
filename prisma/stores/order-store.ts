import type pg from 'pg';
import type { RunOrder } from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';

export type OrderKind = RunOrder['type'];
export type OrderOrigin = 'api' | 'cli' | 'retire' | 'reopen';
export type OrderStatus = 'asked' | 'taken' | 'refused';

/** What belongs to a kind of order; what the others need stays out. */
export interface OrderPayload {
  readonly step?: string;
  readonly to?: string | number;
  readonly from?: number;
  readonly resumeAt?: Instant | null;
  /** What a migration was expected to do when it was ordered. */
  readonly moves?: readonly unknown[];
  /** The order of the same run that this one takes back: when that one was refused, there is nothing to take back. */
  readonly undoes?: string;
}

/** An order as it is kept. */
export interface StoredOrder {
  readonly run: string;
  readonly id: string;
  readonly kind: OrderKind;
  readonly playbook: string;
  readonly by: string;
  readonly origin: OrderOrigin;
  /** Orders given together; null = it was given alone. */
  readonly batch: string | null;
  /** Business time. */
  readonly at: Instant;
  readonly reason: string;
  readonly payload: OrderPayload;
  readonly status: OrderStatus;
  /** Why it was refused, or why there is no answer yet. */
  readonly answer: string | null;
}

export interface OrderRow {
  run_id: string;
  id: string;
  kind: OrderKind;
  playbook: string;
  by: string;
  origin: OrderOrigin;
  batch: string | null;
  at: Date;
  reason: string;
  payload: OrderPayload;
  status: OrderStatus;
  answer: string | null;
  received_at: Date;
  answered_at: Date | null;
}

/** Columns of an `OrderRow`. */
export const ORDER_COLUMNS =
  'run_id, id, kind, playbook, by, origin, batch, at, reason, payload, status, answer, received_at, answered_at';

export type OrderDraft = Omit<StoredOrder, 'status' | 'answer'>;

/**
 * Notes an order before it is carried out. The same id for the same run a second time gives what is there already, also
 * when two callers do it at once.
 */
export async function openOrder(
  db: Pick<Database, 'pool'>,
  draft: OrderDraft,
): Promise<{ order: StoredOrder; created: boolean }> {
  const { rows } = await db.pool.query<OrderRow>(
    `INSERT INTO run_orders (run_id, id, kind, playbook, by, origin, batch, at, reason, payload)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb)
     ON CONFLICT (run_id, id) DO NOTHING RETURNING ${ORDER_COLUMNS}`,
    [
      draft.run,
      draft.id,
      draft.kind,
      draft.playbook,
      draft.by,
      draft.origin,
      draft.batch,
      new Date(draft.at),
      draft.reason,
      JSON.stringify(draft.payload),
    ],
  );
  if (rows[0] !== undefined) return { order: storedOrder(rows[0]), created: true };
  const there = await findOrder(db, draft.run, draft.id);
  if (there === null) throw new Error(`order ${draft.id} of ${draft.run} is neither new nor there`);
  return { order: there, created: false };
}

/** Notes orders and, in the same transaction, asks the relay to carry them out: a crash in the middle loses none. */
export async function queueOrders(db: Pick<Database, 'pool'>, drafts: readonly OrderDraft[]): Promise<number> {
  if (drafts.length === 0) return 0;
  return poolTransaction(db, (client) => insertQueued(client, drafts));
}

/** The same within a transaction. @returns how many were new. */
export async function insertQueued(client: pg.PoolClient, drafts: readonly OrderDraft[]): Promise<number> {
  const { rowCount } = await client.query(
    `WITH given AS (
       INSERT INTO run_orders (run_id, id, kind, playbook, by, origin, batch, at, reason, payload)
       SELECT d.run_id, d.id, d.kind, d.playbook, d.by, d.origin, d.batch, d.at, d.reason, d.payload
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::text[],
                   $10::jsonb[]) WITH ORDINALITY
         AS d(run_id, id, kind, playbook, by, origin, batch, at, reason, payload, place)
       ORDER BY d.place
       ON CONFLICT (run_id, id) DO NOTHING RETURNING run_id, id, seq
     )
     INSERT INTO outbox (kind, payload)
     SELECT 'order_run', jsonb_build_object('runId', run_id, 'order', id) FROM given ORDER BY seq`,
    [
      drafts.map(({ run }) => run),
      drafts.map(({ id }) => id),
      drafts.map(({ kind }) => kind),
      drafts.map(({ playbook }) => playbook),
      drafts.map(({ by }) => by),
      drafts.map(({ origin }) => origin),
      drafts.map(({ batch }) => batch),
      drafts.map(({ at }) => new Date(at)),
      drafts.map(({ reason }) => reason),
      drafts.map(({ payload }) => JSON.stringify(payload)),
    ],
  );
  return rowCount ?? 0;
}

/** One order; null = there is none of that id for that run. */
export async function findOrder(db: Pick<Database, 'pool'>, run: string, id: string): Promise<StoredOrder | null> {
  const { rows } = await db.pool.query<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM run_orders WHERE run_id = $1 AND id = $2`, [
    run,
    id,
  ]);
  return rows[0] === undefined ? null : storedOrder(rows[0]);
}

/** Writes down how an order was answered; the first answer stays. */
export async function answerOrder(
  db: Pick<Database, 'pool'>,
  order: Pick<StoredOrder, 'run' | 'id'>,
  answer: { readonly status: 'taken' } | { readonly status: 'refused'; readonly reason: string },
): Promise<void> {
  await db.pool.query(
    `UPDATE run_orders SET status = $3, answer = $4, answered_at = now() WHERE run_id = $1 AND id = $2 AND status = 'asked'`,
    [order.run, order.id, answer.status, answer.status === 'refused' ? answer.reason : null],
  );
}

/** Says why an order has no answer yet. */
export async function noteOrder(db: Pick<Database, 'pool'>, order: Pick<StoredOrder, 'run' | 'id'>, note: string): Promise<void> {
  await db.pool.query(`UPDATE run_orders SET answer = $3 WHERE run_id = $1 AND id = $2 AND status = 'asked'`, [
    order.run,
    order.id,
    note.slice(0, 2_000),
  ]);
}

/** Orders that callers carried out themselves and that nobody answered for so long (machine time); oldest first. */
export async function unansweredOrders(
  db: Pick<Database, 'pool'>,
  { olderThanMs, limit }: { readonly olderThanMs: number; readonly limit: number },
): Promise<StoredOrder[]> {
  const { rows } = await db.pool.query<OrderRow>(
    `SELECT ${ORDER_COLUMNS} FROM run_orders
      WHERE status = 'asked' AND batch IS NULL AND received_at < now() - $1 * interval '1 millisecond'
      ORDER BY received_at LIMIT $2`,
    [olderThanMs, limit],
  );
  return rows.map(storedOrder);
}

/** Whether an order that was given before this one, for the same run and the relay too, has no answer yet. */
export async function waitsForOlder(db: Pick<Database, 'pool'>, order: Pick<StoredOrder, 'run' | 'id'>): Promise<boolean> {
  const { rows } = await db.pool.query<{ waits: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM run_orders o JOIN run_orders mine ON mine.run_id = o.run_id AND mine.id = $2
        WHERE o.run_id = $1 AND o.seq < mine.seq AND o.status = 'asked' AND o.batch IS NOT NULL
     ) AS waits`,
    [order.run, order.id],
  );
  return rows[0]?.waits ?? false;
}

export function storedOrder(row: OrderRow): StoredOrder {
  const { id, kind, playbook, by, origin, batch, reason, payload, status, answer } = row;
  return { run: row.run_id, id, kind, playbook, by, origin, batch, at: row.at.getTime(), reason, payload, status, answer };
}
