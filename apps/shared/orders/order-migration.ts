import { randomUUID } from 'node:crypto';
import { queueOrders } from '../../../prisma/stores/order-store.js';
import type { OrderDraft } from '../../../prisma/stores/order-store.js';
import type { Database } from '../../../prisma/database.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { MigrationImpact } from './migration-impact.js';

export interface MigrationOrder {
  readonly by: string;
  readonly reason: string;
  readonly origin: 'api' | 'cli';
  /** Business time. */
  readonly at: Instant;
  /** The same id twice has one effect; default a fresh one. */
  readonly id?: string | undefined;
}

/**
 * Orders what an impact list shows, all of it or nothing: every run that would move, and those that could not be asked,
 * which decide for themselves. The relay carries it out; `batch` names the orders in the audit.
 */
export async function orderMigration(
  db: Database,
  { playbook, to, runs }: MigrationImpact,
  { by, reason, origin, at, id = randomUUID() }: MigrationOrder,
): Promise<{ readonly batch: string; readonly ordered: number }> {
  const batch = `migrate:${id}`;
  const drafts = runs
    .filter(({ verdict }) => verdict !== 'refused')
    .map(({ run, version: from, moves }): OrderDraft => ({
      ...{ run, id: batch, kind: 'migrate', playbook, by, origin, batch, at, reason },
      payload: { from, to, moves },
    }));
  return { batch, ordered: await queueOrders(db, drafts) };
}
