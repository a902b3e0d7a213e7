import { Client, Connection } from '@temporalio/client';
import type { Database } from '../../prisma/database.js';
import type { Plan } from '../../workflows/model/plan.js';
import { insertRun, publishPlan, templatesFor } from './worker-fixtures.js';

/** Publishes versions of a playbook; the last one is current. */
export async function publishVersions(db: Database, ...plans: readonly Plan[]): Promise<void> {
  for (const plan of plans) await publishPlan(db, plan, templatesFor('hello', 'thanks'));
  const newest = plans.at(-1);
  if (newest === undefined) return;
  await db.client.playbookVersion.updateMany({
    where: { playbook: newest.playbook, version: { not: newest.version } },
    data: { current: false },
  });
}

/** A run of Anna's that waits for the relay to start it. */
export async function queueRun(
  db: Database,
  run: { id: string; playbook: string; account: string; startedAt: number },
): Promise<void> {
  await insertRun(db, { ...run, queued: true });
  await db.client.run.update({ where: { id: run.id }, data: { csmId: 'csm-anna' } });
}

/** Works with Temporal's client for a moment. */
export async function withTemporal<T>(address: string, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

/** Ends every workflow of the runs in a database: the server is shared by the tests of a file. */
export async function terminateAll(db: Database, address: string): Promise<void> {
  const left = await db.client.run.findMany({ select: { id: true } });
  await withTemporal(address, async ({ workflow }) => {
    await Promise.all(
      left.map(({ id }) =>
        workflow
          .getHandle(id)
          .terminate('the test is over')
          .catch(() => undefined),
      ),
    );
  });
}
