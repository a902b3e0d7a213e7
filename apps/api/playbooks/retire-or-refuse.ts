import type { Database } from '../../../prisma/database.js';
import { batchProgress } from '../../../prisma/read-models/order-list.js';
import { isoTime } from '../../../prisma/read-models/fact-view.js';
import type { Retirement } from '../../../prisma/stores/retirement-store.js';
import type { Instant } from '../../../workflows/model/time.js';
import { reopen, retire } from '../../shared/orders/retire.js';
import { notFound, Problem, shorten } from '../problems/problem.js';
import type { SaidBody } from '../runs/order-dto.js';
import { checkMember } from '../runs/order-or-refuse.js';
import type { RetireBody, RetireResultDto } from './retirement-dto.js';

const LIST = '`GET /v1/playbooks` lists the published ones.';

/** Takes a playbook out of use. */
export async function retireOrRefuse(db: Database, playbook: string, body: RetireBody, at: Instant): Promise<RetireResultDto> {
  await checkMember(db, body);
  const { mode, by, reason } = body;
  const result = await retire(db, { playbook, mode, by, reason: reason.trim(), at });
  if (result.status === 'no_such_playbook') throw notFound('playbook', playbook, LIST);
  return resultOf(db, result.retirement, result.batch, result.status === 'repeated');
}

/** Takes it into use again. */
export async function reopenOrRefuse(db: Database, playbook: string, body: SaidBody, at: Instant): Promise<RetireResultDto> {
  await checkMember(db, body);
  const { by, reason } = body;
  const result = await reopen(db, { playbook, by, reason: reason.trim(), at });
  if (result.status === 'no_such_playbook') throw notFound('playbook', playbook, LIST);
  if (result.status === 'not_retired') {
    const cause = `The playbook \`${shorten(playbook)}\` is in use.`;
    throw new Problem(409, 'not-retired', cause, 'Nothing is to be done: only a retired playbook is reopened.');
  }
  return resultOf(db, result.retirement, result.batch, false);
}

async function resultOf(db: Database, retirement: Retirement, batch: string, repeated: boolean): Promise<RetireResultDto> {
  const { playbook, mode, by, reason, at } = retirement;
  return { retirement: { playbook, mode, by, reason, at: isoTime(at) }, repeated, batch, orders: await batchProgress(db, batch) };
}
