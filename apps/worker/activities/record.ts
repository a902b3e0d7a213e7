import type { RecordInput } from '../../../workflows/durable/activities.js';
import { messageRecipients } from '../../../prisma/read-models/message-recipients.js';
import { appendTrace, findRun } from '../../../prisma/stores/run-store.js';
import type { ActivityDependencies } from './activity-dependencies.js';

/** Writes what a run has to say into the flight record, together with what becomes of its tasks. Idempotent. */
export async function record(deps: Pick<ActivityDependencies, 'db'>, input: RecordInput): Promise<void> {
  const close = input.tasks.flatMap((task) =>
    task.type === 'close_task' ? [{ key: task.key, reason: task.reason, at: task.at }] : [],
  );
  const escalations = input.tasks.flatMap((task) => (task.type === 'escalate_task' ? [task] : []));
  const run = escalations.length > 0 ? await findRun(deps.db, input.runId) : null;
  const escalate = await Promise.all(
    escalations.map(async ({ key, to, at }) => {
      const [person] = run ? await messageRecipients(deps.db, { accountId: run.accountId, recipient: to, at }) : [];
      return { key, memberId: person?.kind === 'member' ? person.id : null };
    }),
  );
  await appendTrace(deps.db, input.runId, input.entries, { close, escalate });
}
