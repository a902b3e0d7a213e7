import { startConditions } from '../conditions-of.js';
import { implies } from '../logic/implies.js';
import type { Rule } from '../rule.js';

/** A `never:` that the start already fulfils keeps every account out. */
export const nobodyEnters: Rule = {
  code: 'nobody-enters',
  family: 'practice',
  severity: 'error',
  says: 'An exclusion that is true whenever the playbook starts.',
  saysZh: '一启动就把所有客户排除在外。',
  why: 'The trigger fires and everybody is kept out: the playbook never runs.',
  wrong: 'enroll: { never: [health.score < 70], holdout: 10% }',
  right: 'enroll: { never: [health.score < 30], holdout: 10% }',
  check: ({ playbook }) => {
    const start = startConditions(playbook);
    return playbook.enroll.never.flatMap((never) => {
      const cause = never.broken ? undefined : start.find(({ condition }) => implies(condition, never.condition));
      if (!cause) return [];
      const message = `this keeps every account out: line ${cause.span.line} asks for ${cause.text}`;
      return [{ span: never.span, message, suggestion: 'remove it, or change the condition of the start' }];
    });
  },
};
