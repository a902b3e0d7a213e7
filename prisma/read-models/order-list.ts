import type { Database } from '../database.js';
import { ORDER_COLUMNS, storedOrder } from '../stores/order-store.js';
import type { OrderRow, OrderStatus } from '../stores/order-store.js';
import { isoTime, isoTimeOrNull } from './fact-view.js';
import { pageOf, readTimeCursor, rowsToAsk } from './page.js';
import type { Page, PageRequest } from './page.js';

/** An order as lists show it. */
export interface OrderView {
  readonly run: string;
  readonly id: string;
  readonly kind: string;
  readonly playbook: string;
  readonly by: string;
  readonly origin: string;
  readonly batch: string | null;
  readonly at: string;
  readonly reason: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly status: string;
  readonly answer: string | null;
  /** Machine time. */
  readonly receivedAt: string;
  readonly answeredAt: string | null;
}

export function orderView(row: OrderRow): OrderView {
  const { status, answer, ...order } = storedOrder(row);
  const { resumeAt } = order.payload;
  return {
    ...order,
    at: isoTime(row.at),
    payload: { ...order.payload, ...(typeof resumeAt === 'number' ? { resumeAt: isoTime(resumeAt) } : {}) },
    status,
    answer,
    receivedAt: isoTime(row.received_at),
    answeredAt: isoTimeOrNull(row.answered_at),
  };
}

export interface OrderFilter extends PageRequest {
  readonly run?: string | undefined;
  readonly playbook?: string | undefined;
  readonly batch?: string | undefined;
  readonly status?: OrderStatus | undefined;
}

/** The audit of orders, newest first (by the machine's clock). */
export async function orderList(db: Pick<Database, 'pool'>, filter: OrderFilter = {}): Promise<Page<OrderView>> {
  const after = readTimeCursor(filter);
  const asked = rowsToAsk(filter);
  const { rows } = await db.pool.query<OrderRow & { place: string }>(
    `SELECT ${ORDER_COLUMNS}, run_id || ' ' || id AS place FROM run_orders
     WHERE ($1::text IS NULL OR run_id = $1) AND ($2::text IS NULL OR playbook = $2) AND ($3::text IS NULL OR batch = $3)
       AND ($4::text IS NULL OR status = $4)
       AND ($5::timestamptz IS NULL OR (received_at, run_id || ' ' || id) < ($5, $6::text))
     ORDER BY received_at DESC, run_id || ' ' || id DESC LIMIT $7`,
    [
      filter.run ?? null,
      filter.playbook ?? null,
      filter.batch ?? null,
      filter.status ?? null,
      after?.at ?? null,
      after?.id ?? null,
      asked,
    ],
  );
  return pageOf(rows, asked, (row) => [isoTime(row.received_at), row.place], orderView);
}

/** All orders of one run, oldest first. */
export async function runOrders(db: Pick<Database, 'pool'>, run: string): Promise<OrderView[]> {
  const { rows } = await db.pool.query<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM run_orders WHERE run_id = $1 ORDER BY seq`, [run]);
  return rows.map(orderView);
}

/** How far orders that were given together have come. */
export async function batchProgress(db: Pick<Database, 'pool'>, batch: string): Promise<Readonly<Record<OrderStatus, number>>> {
  const { rows } = await db.pool.query<{ status: OrderStatus; n: number }>(
    'SELECT status, count(*)::int AS n FROM run_orders WHERE batch = $1 GROUP BY status',
    [batch],
  );
  return { asked: 0, taken: 0, refused: 0, ...Object.fromEntries(rows.map(({ status, n }) => [status, n])) };
}
