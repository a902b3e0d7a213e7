import type { Rule } from '../rule.js';

/** Escalating to the person who already has the task tells nobody new. */
export const escalatesToItself: Rule = {
  code: 'escalates-to-itself',
  family: 'practice',
  severity: 'warning',
  says: 'A task that escalates to the person who already has it.',
  saysZh: '任务升级给了已经持有该任务的人。',
  why: 'An escalation is there so that somebody else hears of it. This one changes nothing.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.manager, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }`,
  check: ({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== 'task' || step.escalate?.to.value !== step.assign.value) return [];
      const message = `${step.id.value} escalates to ${step.assign.value}, who has it already`;
      return [{ span: step.escalate.to.span, message, suggestion: 'escalate to somebody else, or remove escalate:' }];
    }),
};
