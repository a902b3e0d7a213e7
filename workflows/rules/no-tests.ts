import type { Rule } from './rule.js';

/** A playbook acts on customers while nobody looks; what it should do is written down and run before it is published. */
export const noTests: Rule = {
  code: 'no-tests',
  severity: 'warning',
  check: ({ playbook }) =>
    playbook.tests.length > 0
      ? []
      : [
          {
            span: playbook.id.span,
            message: `${playbook.id.value} has no tests`,
            suggestion: 'write tests: with an account that enters and one that must not',
          },
        ],
};
