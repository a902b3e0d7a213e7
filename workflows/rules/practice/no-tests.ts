import type { Rule } from '../rule.js';

/** A playbook acts on customers while nobody looks; what it should do is written down and run before it is published. */
export const noTests: Rule = {
  code: 'no-tests',
  family: 'practice',
  severity: 'warning',
  says: 'A playbook without tests.',
  saysZh: '剧本没有测试。',
  why: 'It acts on customers while nobody looks. What it should do is written down and run before it is published.',
  wrong: 'tests: none',
  right: `tests:
  - { name: a sick account is called, given: { health: { score: 40 } }, expect: { enrolled: true, ran: [call] } }
  - { name: a healthy account is left alone, given: { health: { score: 90 } }, expect: { enrolled: false } }`,
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
