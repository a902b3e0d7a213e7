import { namesOf } from '../../condition/walk-condition.js';
import { approximateLength } from '../approximate-length.js';
import { timeToContractEnd, timetableOf } from '../paths.js';
import type { Rule } from '../rule.js';

const DAY = 86_400_000;
/** Renewals that come later than this after the end are new sales. */
const GRACE = 92 * DAY;

/** Whether an account renewed is known when its contract ends, and no longer a renewal when the grace is over. */
export const verifyMissesRenewal: Rule = {
  code: 'verify-misses-renewal',
  family: 'practice',
  severity: 'warning',
  says: 'A verification that looks before the renewal is decided, or when it is long past.',
  saysZh: '验证发生在续约有结果之前，或在续约早已结束之后。',
  why: 'Before the contract ends nobody can have failed to renew, and three months after its end a signature is a new sale. Judged then, the renewal rate is wrong.',
  wrong: `start: { at: 90d before contract.end }
verify:
  after: 14d
  objective:
    - { id: renewed, expect: days_until(contract.end) > 120d, primary: true }`,
  right: `start: { at: 90d before contract.end }
verify:
  after: 90d
  objective:
    - { id: renewed, expect: days_until(contract.end) > 120d, primary: true }`,
  check: ({ playbook }) => {
    const left = timeToContractEnd(playbook);
    const { verify } = playbook;
    const primary = verify?.objective.find((one) => one.primary);
    if (left === null || !verify || !primary) return [];
    const about = namesOf(primary.expect.condition);
    if (!about.some((name) => name === 'contract.end' || name === 'contract.renewal')) return [];
    const { end } = timetableOf(playbook);
    const after = approximateLength(verify.after.value);
    const days = (ms: number): string => `${Math.round(ms / DAY)} days`;
    if (end.longest + after < left)
      return [
        {
          span: verify.after.span,
          message: `the latest verification is ${days(left - end.longest - after)} before the contract ends: nothing is decided yet`,
          suggestion: 'verify after the end of the contract',
        },
      ];
    if (end.shortest + after <= left + GRACE) return [];
    return [
      {
        span: verify.after.span,
        message: `the earliest verification is ${days(end.shortest + after - left)} after the contract's end: a signature that late is a new sale`,
        suggestion: 'verify within three months after the end of the contract',
      },
    ];
  },
};
