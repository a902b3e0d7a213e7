import { startConditions } from '../conditions-of.js';
import { implies } from '../logic/implies.js';
import type { Rule } from '../rule.js';

/** An exit that the start already fulfils ends every run before its first step. */
export const exitContradictsStart: Rule = {
  code: 'exit-contradicts-start',
  family: 'practice',
  severity: 'error',
  says: 'An exit that is true whenever the playbook starts.',
  saysZh: '流程一开始退出条件就已成立。',
  why: 'Every run would end before its first step, and count as whatever the exit says.',
  wrong: `exit:
  - { id: recovered, when: health.score < 80, as: success }`,
  right: `exit:
  - { id: recovered, when: health.score >= 80, as: success }`,
  check: ({ playbook }) => {
    const start = startConditions(playbook);
    return playbook.exits.flatMap(({ id, when }) => {
      if (!when || when.broken) return [];
      const cause = start.find(({ condition }) => implies(condition, when.condition));
      if (!cause) return [];
      const message = `the exit ${id.value} is true whenever a run starts: line ${cause.span.line} asks for ${cause.text}`;
      return [{ span: when.span, message, suggestion: 'make the exit stricter than the start' }];
    });
  },
};
