import type { Rule } from './rule.js';

/** Monitoring without judging means nothing: a run must be able to end well, or be measured. */
export const noExitNoVerify: Rule = {
  code: 'no-exit-no-verify',
  severity: 'warning',
  check: ({ playbook }) =>
    playbook.exits.length > 0 || playbook.verify
      ? []
      : [
          {
            span: playbook.id.span,
            message: `${playbook.id.value} has neither exit nor verify: nobody will know whether it helped`,
            suggestion: 'add verify: with an objective, or exit: with a success',
          },
        ],
};
