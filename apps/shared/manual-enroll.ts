import { randomUUID } from 'node:crypto';
import type { Database } from '../../prisma/database.js';
import { loadAccountData } from '../../prisma/read-models/account-data.js';
import { currentBook } from '../../prisma/read-models/current-book.js';
import { retirementInForce } from '../../prisma/stores/retirement-store.js';
import type { Retirement } from '../../prisma/stores/retirement-store.js';
import { planLookback } from '../../workflows/enroll/plan-lookback.js';
import type { EnrollmentDecision } from '../../workflows/model/decision.js';
import { runIdOf } from '../../workflows/model/run-id-of.js';
import type { Instant } from '../../workflows/model/time.js';
import { enrollAccounts } from './enroll-accounts.js';

const DAY = 86_400_000;

export interface ManualStart {
  readonly playbook: string;
  readonly accountId: string;
  /** Business time. */
  readonly at: Instant;
  /** The same id twice starts one run; default a fresh one. */
  readonly requestId?: string;
}

/** A refusal is an answer, not an error. */
export type ManualStartResult =
  | { readonly status: 'decided'; readonly decision: EnrollmentDecision; readonly runId: string | null }
  /** The same request was decided before. */
  | { readonly status: 'repeated'; readonly runId: string }
  | { readonly status: 'no_such_playbook' | 'no_such_account' }
  /** The playbook starts by itself; only `start: { manual: true }` is started by hand. */
  | { readonly status: 'not_manual' }
  /** It takes nobody in until it is reopened; nothing was decided. */
  | { readonly status: 'retired'; readonly retirement: Retirement };

/** Starts a playbook for one account by hand. All rules of `enroll` hold as for any other start. */
export async function manualEnroll(
  db: Database,
  { playbook, accountId, at, requestId }: ManualStart,
): Promise<ManualStartResult> {
  const book = await currentBook(db);
  const plan = book?.plans.find((candidate) => candidate.playbook === playbook);
  if (book === null || plan === undefined) return { status: 'no_such_playbook' };
  if (plan.start.kind !== 'manual') return { status: 'not_manual' };
  const retirement = await retirementInForce(db.pool, playbook);
  if (retirement !== null) return { status: 'retired', retirement };
  const since = at - planLookback(plan) * DAY;
  const [data] = await loadAccountData(db, { catalogue: book.catalogue, asOf: at, accountIds: [accountId], since });
  if (data === undefined) return { status: 'no_such_account' };
  const key = `manual:${requestId ?? randomUUID()}`;
  const [recorded] = await enrollAccounts(db, {
    plan,
    at,
    met: [{ accountId, key, facts: [] }],
    accounts: new Map([[accountId, data]]),
  });
  if (recorded === undefined) return { status: 'repeated', runId: runIdOf(playbook, accountId, key) };
  return { status: 'decided', decision: recorded.decision, runId: recorded.runId };
}
