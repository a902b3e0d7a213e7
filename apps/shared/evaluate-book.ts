import type { Database } from '../../prisma/database.js';
import { loadAccountData } from '../../prisma/read-models/account-data.js';
import { currentBook } from '../../prisma/read-models/current-book.js';
import { factView } from '../../prisma/read-models/fact-view.js';
import type { FactView } from '../../prisma/read-models/fact-view.js';
import { planLookback, segmentLookback } from '../../workflows/enroll/plan-lookback.js';
import { evaluateAccount } from '../../workflows/enroll/evaluate-account.js';
import type { AccountEvaluation, TriggerEvaluation } from '../../workflows/enroll/evaluate-account.js';
import type { Instant } from '../../workflows/model/time.js';

const DAY = 86_400_000;

export interface BookEvaluation {
  /** ISO 8601. */
  readonly asOf: string;
  readonly accounts: readonly AccountView[];
}

/** An account's evaluation with facts as scripts read them: every instant in ISO 8601. */
export interface AccountView extends Omit<AccountEvaluation, 'playbooks'> {
  readonly playbooks: readonly (Omit<TriggerEvaluation, 'facts'> & { readonly facts: readonly FactView[] })[];
}

/**
 * Health, metrics and what every playbook's trigger says, as of an instant, with the facts. Decides and starts nothing.
 * Periods that ended by `asOf` are closed by it, so `asOf` must not lie in the future of the book's clock.
 * Null = nothing was published yet.
 */
export async function evaluateBook(
  db: Database,
  { asOf, accountId }: { readonly asOf: Instant; readonly accountId?: string },
): Promise<BookEvaluation | null> {
  const book = await currentBook(db);
  if (book === null) return null;
  const filter = accountId === undefined ? {} : { accountIds: [accountId] };
  const days = Math.max(segmentLookback(book.catalogue), ...book.plans.map(planLookback));
  const accounts = await loadAccountData(db, { catalogue: book.catalogue, asOf, since: asOf - days * DAY, ...filter });
  return {
    asOf: new Date(asOf).toISOString(),
    accounts: accounts.map((data) => accountView(evaluateAccount(data, book.catalogue, book.plans, asOf))),
  };
}

function accountView(evaluation: AccountEvaluation): AccountView {
  const playbooks = evaluation.playbooks.map((asked) => ({ ...asked, facts: asked.facts.map(factView) }));
  return { ...evaluation, playbooks };
}
