import { walkCondition } from '../../condition/walk-condition.js';
import type { Condition } from '../../model/condition.js';
import { touches } from '../audience.js';
import { triggerConditions } from '../conditions-of.js';
import type { Rule } from '../rule.js';

/** Whether a condition is about things going down: a drop, a low score, a red band. */
function asksForTrouble(condition: Condition): boolean {
  let found = false;
  walkCondition(condition, (expression) => {
    if (expression.kind === 'call' && expression.name.endsWith('_drop')) found = true;
    if (expression.kind === 'name' && /^(user_)?health\./.test(expression.path)) found = true;
  });
  return found;
}

/** Accounts caught at their worst get better by themselves for a while: a success at one moment is not yet a rescue. */
export const rescueUnverified: Rule = {
  code: 'rescue-unverified',
  family: 'practice',
  severity: 'warning',
  says: 'A rescue that no objective judges.',
  saysZh: '挽回流程没有任何目标来评判。',
  why: 'An account that was caught at its worst touches the old level again by chance. Only a look some weeks later tells whether it stayed there.',
  wrong: 'verify: none',
  right: `verify:
  after: 30d
  objective:
    - { id: health_up, expect: health.score >= 70, primary: true }`,
  check: ({ playbook, steps }) => {
    const { start, verify, exits } = playbook;
    const watched = exits.some(({ as, after }) => as === 'success' && !after);
    if (start.kind !== 'becomes_true' || !watched || !steps.some(touches)) return [];
    if (verify && (verify.objective.length > 0 || (verify.subjective ?? []).length > 0)) return [];
    if (!triggerConditions(playbook).some(({ condition }) => asksForTrouble(condition))) return [];
    return [
      {
        span: playbook.id.span,
        message: `${playbook.id.value} starts when things go down, but nothing looks later whether they stayed up`,
        suggestion: 'add verify: with the number that made it start as its primary objective',
      },
    ];
  },
};
