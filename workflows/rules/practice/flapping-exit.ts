import { startConditions } from '../conditions-of.js';
import { singleConstraint } from '../logic/implies.js';
import type { Rule } from '../rule.js';

/** A number that wavers around one mark starts and ends runs day after day. */
export const flappingExit: Rule = {
  code: 'flapping-exit',
  family: 'practice',
  severity: 'warning',
  says: 'A success exit that begins where the trigger ends.',
  saysZh: '成功退出的界线与触发条件的界线相同，没有留出间隔。',
  why: 'Scores waver. With one mark for both, a point up ends the run as a success and a point down starts the next one.',
  wrong: 'exit:\n  - { id: recovered, when: health.score >= 60, as: success }',
  right: 'exit:\n  - { id: recovered, when: health.score >= 75, as: success }',
  check: ({ playbook }) => {
    const { start, exits } = playbook;
    if (start.kind !== 'becomes_true') return [];
    const starting = startConditions(playbook);
    return exits.flatMap(({ id, as, when }) => {
      const goal = as === 'success' && when ? singleConstraint(when.condition) : null;
      const [to, ...more] = goal?.set.kind === 'numbers' ? goal.set.of : [];
      if (!goal || !when || !to || more.length > 0) return [];
      const cause = starting.find(({ condition }) => {
        const from = singleConstraint(condition);
        if (!from || from.subject !== goal.subject || from.set.kind !== 'numbers') return false;
        return from.set.of.some(
          ({ low, high }) => (high === to.low && high !== Infinity) || (low === to.high && low !== -Infinity),
        );
      });
      if (!cause) return [];
      const message = `${id.value} counts a success as soon as ${cause.text} is no longer true: a number that wavers starts and ends runs`;
      return [{ span: when.span, message, suggestion: 'leave a gap: let the exit ask for clearly more than the start' }];
    });
  },
};
