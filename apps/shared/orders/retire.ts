import type { Database } from '../../../prisma/database.js';
import { publishedVersions } from '../../../prisma/read-models/published-versions.js';
import { reopenPlaybook, retirePlaybook } from '../../../prisma/stores/retirement-store.js';
import type { ReopenResult, Retirement, RetireResult } from '../../../prisma/stores/retirement-store.js';

type NoSuchPlaybook = { readonly status: 'no_such_playbook' };

/**
 * Takes a published playbook out of use: nobody enters it any more, whichever version, and its live runs finish (`drain`),
 * are cancelled (`stop`) or paused (`freeze`).
 */
export async function retire(db: Database, draft: Omit<Retirement, 'id'>): Promise<RetireResult | NoSuchPlaybook> {
  return (await isPublished(db, draft.playbook)) ? retirePlaybook(db, draft) : { status: 'no_such_playbook' };
}

/** Takes it into use again. Accounts whose trigger became true meanwhile stay out until it does anew. */
export async function reopen(
  db: Database,
  order: Pick<Retirement, 'playbook' | 'by' | 'reason' | 'at'>,
): Promise<ReopenResult | NoSuchPlaybook> {
  return (await isPublished(db, order.playbook)) ? reopenPlaybook(db, order) : { status: 'no_such_playbook' };
}

async function isPublished(db: Database, playbook: string): Promise<boolean> {
  return (await publishedVersions(db, playbook)).length > 0;
}
