import type { RuleDefinition } from '../rule.js';

export const unknownReference: RuleDefinition = {
  code: 'unknown-reference',
  family: 'names',
  severity: 'error',
  says: 'An id that is not declared.',
  saysZh: '引用了未声明的 ID。',
  why: 'The id leads nowhere, so the test, the segment or the metric that names it would silently mean nothing.',
  wrong: `tests:
  - { name: it calls, given: { health: { score: 40 } }, expect: { enrolled: true, ran: [cal] } }`,
  right: `tests:
  - { name: it calls, given: { health: { score: 40 } }, expect: { enrolled: true, ran: [call] } }`,
};
