import type { Database } from '../../prisma/database.js';
import { recordEnrollments } from '../../prisma/stores/enrollment-store.js';
import type { RecordedEnrollment } from '../../prisma/stores/enrollment-store.js';
import { decideEnrollment } from '../../workflows/enroll/decide-enrollment.js';
import type { MetTrigger } from '../../workflows/enroll/judge-trigger.js';
import { accountContext } from '../../workflows/evaluate/account-context.js';
import type { AccountData } from '../../workflows/model/account-data.js';
import { startOfPeriod, UTC_CALENDAR } from '../../workflows/model/calendar.js';
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

/**
 * Decides accounts that met a trigger and writes what was decided. `at_most` counts the enrollments of the playbook over
 * the whole book in the UTC day or (from Monday) week of the decision, so that it means the same in all zones.
 */
export async function enrollAccounts(db: Database, { plan, at, met, accounts }: EnrollmentOrder): Promise<RecordedEnrollment[]> {
  const recorded: RecordedEnrollment[] = [];
  for (const candidates of onePerAccount(met)) {
    const batch = await recordEnrollments(db, {
      playbook: plan.playbook,
      version: plan.version,
      at,
      periodStart: startOfPeriod(UTC_CALENDAR, at, plan.enroll.atMost?.per ?? 'day'),
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

/** Several episodes of one account are decided one after another: the second one must see the first. */
function onePerAccount(met: readonly MetTrigger[]): MetTrigger[][] {
  const rounds: MetTrigger[][] = [];
  const seen = new Map<string, number>();
  for (const trigger of met) {
    const round = seen.get(trigger.accountId) ?? 0;
    seen.set(trigger.accountId, round + 1);
    (rounds[round] ??= []).push(trigger);
  }
  return rounds;
}
