import { namesOf } from '../../condition/walk-condition.js';
import type { Rule } from '../rule.js';

/** Standing facts do not "become" true day by day: on the first day such a trigger catches every account they fit. */
export const eagerTrigger: Rule = {
  code: 'eager-trigger',
  family: 'practice',
  severity: 'warning',
  says: 'A trigger that is true for every account from the start.',
  saysZh: '触发条件从第一天起就对大批客户成立。',
  why: 'Standing facts do not become true day by day: on the first day everybody they fit is written to at once.',
  wrong: `start:
  check: daily at 08:00
  all: [account.segment is "smb"]
enroll: { never: [account.muted], holdout: 10% }`,
  right: `start:
  check: daily at 08:00
  all: [account.segment is "smb"]
enroll: { never: [account.muted], at_most: 10 per day, holdout: 10% }`,
  check: ({ playbook: { start, enroll } }) => {
    if (start.kind !== 'becomes_true' || enroll.atMost) return [];
    const names = start.when.of.flatMap(({ condition }) => namesOf(condition));
    if (names.length === 0 || !names.every((name) => name.startsWith('account.'))) return [];
    return [
      {
        span: start.span,
        message: 'the trigger asks for standing facts only: on its first day it starts for every account they fit',
        suggestion: 'ask for a metric or a date as well, or limit it with enroll: at_most: 10 per day',
      },
    ];
  },
};
