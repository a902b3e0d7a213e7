import { Client, type Connection } from '@temporalio/client';
import type { Database } from '../../prisma/database.js';

/** What is known of runs that ought to be over: where each stands, and what Temporal and the outbox say of it. */
export async function whyUnfinished(db: Database, connection: Connection): Promise<string> {
  const runs = await db.client.run.findMany({ where: { finishedAt: null } });
  const { workflow } = new Client({ connection });
  const parts: string[] = [];
  for (const { id, status } of runs) {
    const lines = await db.client.traceEntry.findMany({ where: { runId: id }, orderBy: { seq: 'desc' }, take: 4 });
    const last = lines.reverse().map(({ seq, type, step, at }) => `${seq} ${at.toISOString()} ${type} ${step ?? ''}`);
    const described = await workflow
      .getHandle(id)
      .describe()
      .then(({ raw, status: { name }, historyLength }) => {
        const { pendingActivities, pendingWorkflowTask } = raw;
        return JSON.stringify({ name, historyLength, pendingWorkflowTask, pendingActivities });
      })
      .catch(String);
    parts.push([`${id} (${status})`, ...last, described].join('\n  '));
  }
  const outbox = await db.client.outbox.findMany({ where: { doneAt: null } });
  for (const { kind, payload, attempts, notBefore, lastError } of outbox)
    parts.push(
      `outbox: ${kind} ${JSON.stringify(payload)} attempts ${attempts}, not before ${notBefore.toISOString()}: ${lastError ?? ''}`,
    );
  return parts.join('\n');
}
