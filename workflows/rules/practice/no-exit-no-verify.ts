import type { Rule } from '../rule.js';

/** Monitoring without judging means nothing: a run must be able to end well, or be measured. */
export const noExitNoVerify: Rule = {
  code: 'no-exit-no-verify',
  family: 'practice',
  severity: 'warning',
  says: 'A playbook that can neither end early nor be judged.',
  saysZh: '剧本既不能提前结束，也无法评判效果。',
  why: 'Monitoring without judging means nothing: nobody will know whether it helped.',
  wrong: `exit: none
verify: none`,
  right: `exit:
  - { id: recovered, when: health.score >= 75, as: success }`,
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
