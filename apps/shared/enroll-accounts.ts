import type { Database } from '../../prisma/database.js';
import { recordEnrollments } from '../../prisma/stores/enrollment-store.js';
import type { RecordedEnrollment } from '../../prisma/stores/enrollment-store.js';
import { decideEnrollment } from '../../workflows/enroll/decide-enrollment.js';
import { capPeriodStart, decisionRounds } from '../../workflows/enroll/decision-rounds.js';
import type { MetTrigger } from '../../workflows/enroll/judge-trigger.js';
import { accountContext } from '../../workflows/evaluate/account-context.js';
import type { AccountData } from '../../workflows/model/account-data.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { Instant } from '../../workflows/model/time.js';

export interface EnrollmentOrder {
  readonly plan: Plan;
  /** Business time of the decision. */
  readonly at: Instant;
  readonly met: readonly MetTrigger[];
  /** Must hold every account of `met`, loaded for `at` or later. */
  readonly accounts: ReadonlyMap<string, AccountData>;
}

/** Decides accounts that met a trigger and writes what was decided. */
export async function enrollAccounts(db: Database, { plan, at, met, accounts }: EnrollmentOrder): Promise<RecordedEnrollment[]> {
  const recorded: RecordedEnrollment[] = [];
  for (const candidates of decisionRounds(met)) {
    const batch = await recordEnrollments(db, {
      playbook: plan.playbook,
      version: plan.version,
      at,
      periodStart: capPeriodStart(plan, at),
      candidates,
      decide: (account, history, usedInPeriod) => {
        const data = accounts.get(account);
        if (data === undefined) throw new Error(`Account ${account} met ${plan.playbook} but was not loaded.`);
        return decideEnrollment({
          plan,
          account,
          context: accountContext(data, { asOf: at }),
          history,
          usedInPeriod,
          at,
        });
      },
    });
    recorded.push(...batch);
  }
  return recorded;
}
