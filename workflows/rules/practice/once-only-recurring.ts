import { approximateLength, printDuration } from '../approximate-length.js';
import { daysOf } from '../conditions-of.js';
import type { Rule } from '../rule.js';

const DAY = 86_400_000;

/** The default of `again_after` is "once": right for a rescue, never meant for a report that comes every month. */
export const onceOnlyRecurring: Rule = {
  code: 'once-only-recurring',
  family: 'practice',
  severity: 'warning',
  says: 'A playbook that comes round every period, but lets each account in once, or less often than it comes round.',
  saysZh: '剧本按周期启动，却只让每个客户进入一次，或间隔比周期更长。',
  why: 'Without again_after an account enters a playbook once in its life: the monthly report would be sent in the first month and never again.',
  wrong: 'start: { every: month on day 1 at 09:00 }\nenroll: { never: [account.muted], holdout: 10% }',
  right: 'start: { every: month on day 1 at 09:00 }\nenroll: { never: [account.muted], again_after: 7d, holdout: 10% }',
  check: ({ playbook: { start, enroll } }) => {
    if (start.kind !== 'every_period') return [];
    const { every } = start.period;
    const { againAfter } = enroll;
    if (againAfter && approximateLength(againAfter) < (daysOf(every) + 1) * DAY) return [];
    const message = againAfter
      ? `it comes round every ${every}, but again_after: ${printDuration(againAfter)} lets an account in less often`
      : `it comes round every ${every}, but without again_after each account enters once, ever`;
    return [{ span: start.span, message, suggestion: `write an again_after: shorter than a ${every}` }];
  },
};
