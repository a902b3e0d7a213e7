import { startConditions } from './conditions-of.js';
import { implies } from './implies.js';
import type { Rule } from './rule.js';

/** A `never:` that the start already fulfils keeps every account out. */
export const nobodyEnters: Rule = {
  code: 'nobody-enters',
  severity: 'error',
  check: ({ playbook }) => {
    const start = startConditions(playbook).filter(({ broken }) => !broken);
    return playbook.enroll.never.flatMap((never) => {
      const cause = never.broken ? undefined : start.find(({ condition }) => implies(condition, never.condition));
      if (!cause) return [];
      const message = `this keeps every account out: line ${cause.span.line} asks for ${cause.text}`;
      return [{ span: never.span, message, suggestion: 'remove it, or change the condition of the start' }];
    });
  },
};
