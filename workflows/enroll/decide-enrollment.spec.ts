import { describe, expect, test } from '@jest/globals';
import { accountData, instant } from '../../test/support/account-data-builder.js';
import { OPEN_TO_ALL, being, comparing, holding, planOf } from '../../test/support/plan-builder.js';
import { accountContext } from '../evaluate/account-context.js';
import type { AccountData } from '../model/account-data.js';
import type { EnrollmentHistory } from '../model/decision.js';
import type { EnrollRules, Plan } from '../model/plan.js';
import { decideEnrollment } from './decide-enrollment.js';

const AT = instant('2026-03-11T08:00:00Z');
const NEW: EnrollmentHistory = { running: null, lastEndedAt: null, everEnrolled: false };

function decide(
  enroll: Partial<EnrollRules> = {},
  {
    account = {},
    history = NEW,
    usedInPeriod = 0,
    plan = {},
  }: { account?: Partial<AccountData>; history?: EnrollmentHistory; usedInPeriod?: number; plan?: Partial<Plan> } = {},
) {
  const data = accountData(account);
  return decideEnrollment({
    plan: planOf({ ...plan, enroll: { ...OPEN_TO_ALL, ...enroll } }),
    account: data.id,
    context: accountContext(data, { asOf: AT }),
    history,
    usedInPeriod,
    at: AT,
  });
}

describe('decideEnrollment', () => {
  test('nothing against it: the account is enrolled with every answer that was given', () => {
    const decision = decide({ only: [being('account.segment', 'mid')], never: [holding('account.muted')] });
    expect(decision).toMatchObject({ decision: 'enroll', arm: 'treatment' });
    expect(decision.evaluations.map(({ text, value }) => [text, value])).toEqual([
      ['account.muted', false],
      ['account.segment is "mid"', true],
    ]);
    expect(decision.evaluations[0]?.facts[0]).toMatchObject({ name: 'account.muted', value: false, asOf: AT });
  });

  test('a churned account is never enrolled, whatever the playbook says', () => {
    expect(decide({}, { account: { status: 'churned' } })).toMatchObject({ decision: 'skip', reason: 'account_churned' });
  });

  test('but for what its leaving starts: a win-back is for those who left', () => {
    const winBack = (event: string) => ({ start: { kind: 'event' as const, event, when: null } });
    const account = { status: 'churned' as const };
    expect(decide({}, { account, plan: winBack('account_churned') })).toMatchObject({ decision: 'enroll' });
    expect(decide({}, { account, plan: winBack('champion_left') })).toMatchObject({ reason: 'account_churned' });
  });

  test('an account is never in the same playbook twice at once, cool-down or not', () => {
    const history = { running: 'pb:rescue:acme:check#1', lastEndedAt: null, everEnrolled: true };
    expect(decide({ againAfter: null }, { history })).toMatchObject({
      reason: 'already_running',
      detail: 'pb:rescue:acme:check#1 has not finished',
    });
  });

  test('without again_after it is once per account', () => {
    const history = { running: null, lastEndedAt: instant('2020-01-01'), everEnrolled: true };
    expect(decide({ againAfter: null }, { history })).toMatchObject({ reason: 'once_only' });
    expect(decide({ againAfter: null })).toMatchObject({ decision: 'enroll' });
  });

  test('the cool-down counts from the end of the last run and is over at its last instant', () => {
    const againAfter = { amount: 10, unit: 'd' } as const;
    const endedAt = (text: string) => ({ running: null, lastEndedAt: instant(text), everEnrolled: true });
    const early = decide({ againAfter }, { history: endedAt('2026-03-01T08:00:01Z') });
    expect(early).toMatchObject({ reason: 'cool_down' });
    expect(early).toHaveProperty('detail', expect.stringContaining('again_after: 10d'));
    expect(decide({ againAfter }, { history: endedAt('2026-03-01T08:00:00Z') })).toMatchObject({ decision: 'enroll' });
  });

  test('a suppressed account is never enrolled, and the reason names the condition', () => {
    expect(decide({ never: [holding('account.muted')] }, { account: { muted: true } })).toMatchObject({
      reason: 'suppressed',
      detail: 'never: account.muted',
    });
  });

  test('a condition that cannot be answered never enrolls, and the reason names what is missing', () => {
    expect(decide({ never: [comparing('open_tickets', '>', 0)] })).toMatchObject({
      reason: 'unknown',
      detail: 'never: open_tickets > 0 (unknown: open_tickets)',
    });
    expect(decide({ only: [comparing('nps', '>', 0)] })).toMatchObject({ reason: 'unknown' });
  });

  test('a clear no wins over an unknown one in the same list', () => {
    const never = [comparing('open_tickets', '>', 0), holding('account.muted')];
    expect(decide({ never }, { account: { muted: true } })).toMatchObject({ reason: 'suppressed' });
    const only = [comparing('nps', '>', 0), being('account.segment', 'smb')];
    expect(decide({ only })).toMatchObject({ reason: 'not_eligible', detail: 'only: account.segment is "smb"' });
  });

  test('at_most stops at the count', () => {
    const atMost = { count: 2, per: 'day' } as const;
    expect(decide({ atMost }, { usedInPeriod: 1 })).toMatchObject({ decision: 'enroll' });
    expect(decide({ atMost }, { usedInPeriod: 2 })).toMatchObject({
      reason: 'cap_reached',
      detail: 'at_most: 2 per day, 2 enrolled',
    });
  });

  test('of several reasons the first in the documented order is given', () => {
    const everything: Partial<EnrollRules> = {
      againAfter: null,
      never: [holding('account.muted')],
      only: [being('account.segment', 'smb')],
      atMost: { count: 0, per: 'day' },
    };
    const running = { running: 'r', lastEndedAt: null, everEnrolled: true };
    const ended = { running: null, lastEndedAt: 1, everEnrolled: true };
    const muted = { muted: true };
    const reasons = [
      decide(everything, { account: { status: 'churned', muted: true }, history: running }),
      decide(everything, { account: muted, history: running }),
      decide(everything, { account: muted, history: ended }),
      decide(everything, { account: muted }),
      decide(everything),
      decide({ ...everything, only: [] }),
    ].map((decision) => (decision.decision === 'skip' ? decision.reason : 'enroll'));
    expect(reasons).toEqual(['account_churned', 'already_running', 'once_only', 'suppressed', 'not_eligible', 'cap_reached']);
  });

  test('the control group is drawn after everything else: a skipped account is in no arm', () => {
    expect(decide({ holdout: 1 })).toMatchObject({ decision: 'enroll', arm: 'holdout' });
    expect(decide({ holdout: 1, never: [holding('account.muted')] }, { account: { muted: true } })).not.toHaveProperty('arm');
  });
});
