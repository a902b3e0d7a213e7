import type { Database } from '../../../prisma/database.js';
import type { Instant } from '../../../workflows/model/time.js';
import { manualEnroll } from '../../shared/manual-enroll.js';
import { notFound, Problem, shorten } from '../problems/problem.js';
import type { EnrollBody, EnrollResultDto } from './playbook-dto.js';

/** Enrolls an account by hand; a skip is an answer with its reason, as for any other door. */
export async function enrollByHand(db: Database, playbook: string, body: EnrollBody, at: Instant): Promise<EnrollResultDto> {
  const { account, requestId } = body;
  const result = await manualEnroll(db, { playbook, accountId: account, at, ...(requestId === undefined ? {} : { requestId }) });
  switch (result.status) {
    case 'no_such_playbook':
      throw notFound('playbook', playbook, '`GET /v1/playbooks` lists the published ones.');
    case 'no_such_account': {
      const cause = `There is no account \`${shorten(account)}\`.`;
      throw new Problem(422, 'no-such-account', cause, '`GET /v1/accounts` lists the accounts.', { place: 'body.account' });
    }
    case 'not_manual': {
      const cause = `The playbook \`${shorten(playbook)}\` starts by itself, never by hand.`;
      throw new Problem(422, 'not-manual', cause, 'Only a playbook with `start: { manual: true }` is started by hand.');
    }
    case 'retired': {
      const { by, reason } = result.retirement;
      const cause = `The playbook \`${shorten(playbook)}\` is retired and takes nobody in: ${reason} (${by}).`;
      throw new Problem(409, 'playbook-retired', cause, 'Reopen it first: `POST /v1/playbooks/{id}/reopen`.');
    }
    case 'repeated':
      return { decision: 'repeated', run: result.runId, arm: null, reason: null, detail: null };
    case 'decided': {
      const { decision, runId } = result;
      return decision.decision === 'enroll'
        ? { decision: 'enroll', run: runId, arm: decision.arm, reason: null, detail: null }
        : { decision: 'skip', run: null, arm: null, reason: decision.reason, detail: decision.detail };
    }
  }
}
