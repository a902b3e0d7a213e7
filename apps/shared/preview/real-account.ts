import type { Database } from '../../../prisma/database.js';
import { loadAccountData } from '../../../prisma/read-models/account-data.js';
import { accountPeople } from '../../../prisma/read-models/account-people.js';
import { messageRecipients } from '../../../prisma/read-models/message-recipients.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Plan } from '../../../workflows/model/plan.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { PreviewFacts } from './preview-texts.js';
import { sampleOutcomes } from './sample-account.js';

const LOOKBACK_MS = 800 * 86_400_000;

/** An account of the database as of an instant, as a run would see it. Null = there is no such account. */
export async function realAccount(
  db: Database,
  {
    plan,
    catalogue,
    account,
    at,
  }: { readonly plan: Plan; readonly catalogue: Catalogue; readonly account: string; readonly at: Instant },
): Promise<PreviewFacts | null> {
  const people = await accountPeople(db, account);
  const [data] = people ? await loadAccountData(db, { catalogue, asOf: at, accountIds: [account], since: at - LOOKBACK_MS }) : [];
  if (!people || !data) return null;
  return {
    at,
    sample: false,
    people,
    data,
    catalogue,
    outcomes: sampleOutcomes(plan),
    readerFor: async (recipient) => (await messageRecipients(db, { accountId: account, recipient, at }))[0] ?? null,
  };
}
