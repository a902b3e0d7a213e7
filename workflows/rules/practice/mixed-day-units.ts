import type { AuthoredDuration } from '../../model/playbook.js';
import { approximateLength, printDuration } from '../approximate-length.js';
import type { Rule } from '../rule.js';

const DAY = 86_400_000;

/** The latest that a span can end: working days may have weekends in between. */
function atLatest({ value }: AuthoredDuration): number {
  if (value.unit !== 'bd') return approximateLength(value);
  return (value.amount + 2 * Math.ceil(value.amount / 5)) * DAY;
}

/** Working days and calendar days in one task: over a weekend their order turns round. */
export const mixedDayUnits: Rule = {
  code: 'mixed-day-units',
  family: 'practice',
  severity: 'warning',
  says: 'A task with a due date in working days and an escalation or expiry in calendar days that a weekend overtakes.',
  saysZh: '任务期限用工作日，升级或失效却用自然日，遇到周末顺序会颠倒。',
  why: 'Due in two working days and escalated after three days: a task of Friday reaches the manager on Monday, a day before it is due.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3d, to: account.manager } }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }`,
  check: ({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== 'task' || step.due.value.unit !== 'bd') return [];
      const later = [
        ...(step.escalate ? [{ at: step.escalate.after, what: 'escalates' }] : []),
        { at: step.expires, what: 'closes itself' },
      ].find(({ at }) => at.value.unit === 'd' && approximateLength(at.value) < atLatest(step.due));
      if (!later) return [];
      const [due, after] = [printDuration(step.due.value), printDuration(later.at.value)];
      const message = `over a weekend ${step.id.value} ${later.what} after ${after}, before it is due (${due})`;
      return [{ span: later.at.span, message, suggestion: 'count both in working days (bd)' }];
    }),
};
