import type { Rule } from './rule.js';

/** `verify.after` counts from the last step: a wait before it only hides how long the judging takes. */
export const lastWait: Rule = {
  code: 'last-wait',
  severity: 'warning',
  check: ({ playbook }) => {
    const last = playbook.steps.at(-1);
    // With an exit to watch for, waiting is a purpose of its own.
    if (last?.verb !== 'wait' || playbook.exits.some(({ when }) => when !== null)) return [];
    const suggestion = playbook.verify ? 'remove it and make verify: after: longer' : 'remove it, or write what comes after';
    return [{ span: last.span, message: `nothing happens after ${last.id.value}`, suggestion }];
  },
};
