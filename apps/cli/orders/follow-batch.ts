import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../prisma/database.js';
import type { OrderView } from '../../../prisma/read-models/order-list.js';
import type { OrderStatus } from '../../../prisma/stores/order-store.js';
import type { Cli } from '../cli.js';

const LOOK_MS = 300;
/** Without any answer for so long nobody carries them out. */
const PATIENCE_MS = 30_000;

export interface BatchOutcome {
  readonly counts: Readonly<Record<OrderStatus, number>>;
  /** The first of those that were refused, with the reasons. */
  readonly refused: readonly OrderView[];
}

/**
 * Watches orders that the worker carries out until each has its answer; progress goes to stderr. Ctrl-C, and half a
 * minute in which nothing happens, end the watching and not the orders.
 */
export async function followBatch(cli: Cli, db: Database, batch: string): Promise<BatchOutcome> {
  const { batchProgress, orderList } = await import('../../../prisma/read-models/order-list.js');
  let counts = await batchProgress(db, batch);
  const total = counts.asked + counts.taken + counts.refused;
  let since = Date.now();
  let said = '';
  while (counts.asked > 0 && Date.now() - since < PATIENCE_MS && !cli.interrupted.aborted) {
    await sleep(LOOK_MS, undefined, { signal: cli.interrupted }).catch(() => undefined);
    const now = await batchProgress(db, batch);
    if (now.asked < counts.asked) since = Date.now();
    counts = now;
    const line = `${total - counts.asked} of ${total} runs have answered`;
    if (line !== said) cli.terminal.progress((said = line));
  }
  const refused = counts.refused > 0 ? (await orderList(db, { batch, status: 'refused', limit: 20 })).items : [];
  return { counts, refused };
}

/** The end of a batch for people. */
export function printOutcome({ terminal }: Cli, batch: string, { counts, refused }: BatchOutcome): void {
  for (const order of refused) terminal.print(`  ${terminal.color.yellow('refused')}  ${order.run}: ${order.answer ?? '-'}`);
  if (counts.refused > refused.length) terminal.print(`  ... and ${counts.refused - refused.length} more refused`);
  if (counts.asked > 0)
    terminal.note(
      `${counts.asked} have no answer yet: they stay on order (${batch}); is a worker running? Start one with: npm start`,
    );
}
