import { touches } from '../audience.js';
import { pathsOf } from '../paths.js';
import type { Rule } from '../rule.js';

/** Whatever is done, something must look at what came of it: a verification, an exit for success, or a check on the way. */
export const effectUnchecked: Rule = {
  code: 'effect-unchecked',
  family: 'practice',
  severity: 'warning',
  says: 'A path on which nothing checks the effect.',
  saysZh: '有一条路径上没有任何步骤检查效果。',
  why: 'Somebody writes to the customer or works for them, and nobody ever learns whether it helped. The best plan without a look at its effect is wasted.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
exit:
  - { id: too_long, after: 60d, as: expired }
verify: none`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
  - id: look
    check: { expect: health.score >= 70, every: 7d, up_to: 21d }
exit:
  - { id: too_long, after: 60d, as: expired }
verify: none`,
  check: ({ playbook }) => {
    const { verify, exits } = playbook;
    const judged = verify && (verify.objective.length > 0 || (verify.subjective ?? []).length > 0);
    const watched = exits.some(({ as, after }) => as === 'success' && !after);
    if (judged || watched || (exits.length === 0 && !verify)) return [];
    const path = pathsOf(playbook)?.find((stops) => {
      const last = stops.findLastIndex(({ step }) => touches(step));
      return last >= 0 && !stops.slice(last).some(({ step }) => step.verb === 'check' || step.verb === 'playbook');
    });
    const last = path?.findLast(({ step }) => touches(step));
    if (!last) return [];
    return [
      {
        span: last.step.span,
        message: `nothing looks at the effect of ${last.step.id.value}: no check follows, no exit counts a success, nothing is verified`,
        suggestion: 'add verify: with an objective, an exit as: success, or a check at the end',
      },
    ];
  },
};
