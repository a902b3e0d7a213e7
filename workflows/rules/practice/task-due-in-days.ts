import { printDuration } from '../approximate-length.js';
import type { Rule } from '../rule.js';

/** People work on working days. */
export const taskDueInDays: Rule = {
  code: 'task-due-in-days',
  family: 'practice',
  severity: 'warning',
  says: 'A task that is due within a few calendar days, so that weekends count.',
  saysZh: '任务期限按自然日计算，会把周末算进去。',
  why: 'A task of Friday afternoon with two days is due on Sunday: late before anybody can begin, and the report blames the CSM.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2d, outcomes: [reached, no_answer] }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
  check: ({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== 'task' || step.due.parameter !== undefined) return [];
      const { amount, unit } = step.due.value;
      // Longer spans have a weekend in them in any case, and authors mean it so.
      if (unit !== 'd' || amount > 4) return [];
      const message = `${step.id.value} opened on a Friday is due on the weekend with ${printDuration(step.due.value)}`;
      return [{ span: step.due.span, message, suggestion: `write ${amount}bd, which counts working days` }];
    }),
};
