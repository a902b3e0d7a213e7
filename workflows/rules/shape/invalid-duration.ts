import type { RuleDefinition } from '../rule.js';

export const invalidDuration: RuleDefinition = {
  code: 'invalid-duration',
  family: 'shape',
  severity: 'error',
  says: 'Not a duration with a unit.',
  saysZh: '不是带单位的时长。',
  why: 'A bare number may mean minutes to one reader and days to another, and a bare m may be minutes or months.',
  wrong: `verify:
  after: 30
  objective:
    - { id: health_up, expect: health.score >= 70, primary: true }`,
  right: `verify:
  after: 30d
  objective:
    - { id: health_up, expect: health.score >= 70, primary: true }`,
};
