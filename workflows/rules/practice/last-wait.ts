import type { Rule } from '../rule.js';

/** `verify.after` counts from the last step: a wait before it only hides how long the judging takes. */
export const lastWait: Rule = {
  code: 'last-wait',
  family: 'practice',
  severity: 'warning',
  says: 'A wait after which nothing happens.',
  saysZh: '等待之后没有任何步骤。',
  why: 'The verification counts from the last step: a wait before it only hides how long the judging takes.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: settle
    wait: 7d
exit:
  - { id: too_long, after: 60d, as: expired }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
exit:
  - { id: too_long, after: 60d, as: expired }`,
  check: ({ playbook }) => {
    const last = playbook.steps.at(-1);
    // With an exit to watch for, waiting is a purpose of its own.
    if (last?.verb !== 'wait' || playbook.exits.some(({ when }) => when !== null)) return [];
    const suggestion = playbook.verify ? 'remove it and make verify: after: longer' : 'remove it, or write what comes after';
    return [{ span: last.span, message: `nothing happens after ${last.id.value}`, suggestion }];
  },
};
