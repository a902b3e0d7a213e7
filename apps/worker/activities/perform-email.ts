import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import { findEmails, queueEmails } from '../../../prisma/stores/message-store.js';
import type { ActivityDependencies, Attempt } from './activity-dependencies.js';
import { hasLeft, leaving } from './leaving.js';
import { failStep } from './failure.js';
import { prepareEmail } from './prepare-email.js';
import { sendEmail } from './send-email.js';
import type { EmailEnd } from './send-email.js';
import { settleEmailStep } from './settle-email-step.js';
import { settledAt } from './settled-at.js';

/**
 * Carries out an `email` step: at most once per reader, whatever is killed when. The ledger rows are written before
 * anything is sent, and a retry sends what those rows say, even when the account has changed meanwhile.
 */
export async function performEmail(deps: ActivityDependencies, input: PerformInput, attempt: Attempt): Promise<PerformResult> {
  let rows = await findEmails(deps.db, input.runId, input.key);
  if (rows.length === 0) {
    if (hasLeft(deps, input)) return leaving(input);
    const prepared = await prepareEmail(deps, input);
    if (prepared.status === 'failed') return failStep(deps, input, prepared.failure);
    if (prepared.status === 'nobody') {
      const at = settledAt(deps.clock, input.at, deps.machineNow());
      return { settlement: { status: 'skipped', outcome: 'nobody', reason: 'nobody', detail: { recipients: 0 } }, settledAt: at };
    }
    await queueEmails(deps.db, prepared.drafts);
    rows = await findEmails(deps.db, input.runId, input.key);
  }
  const ends: EmailEnd[] = [];
  for (const row of rows) {
    attempt.heartbeat();
    attempt.signal.throwIfAborted();
    ends.push(await sendEmail(deps, input, row, attempt));
  }
  return settleEmailStep(deps, input, ends);
}
