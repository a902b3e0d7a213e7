import type { RuleDefinition } from '../rule.js';

export const wrongShape: RuleDefinition = {
  code: 'wrong-shape',
  family: 'shape',
  severity: 'error',
  says: 'A list, a mapping or a plain value where another of the three is needed.',
  saysZh: '列表、映射或单个值写成了另一种形式。',
  why: 'Every field has one shape, so that two files which say the same look the same.',
  wrong: `start:
  check: daily at 08:00
  all: health.score < 60`,
  right: `start:
  check: daily at 08:00
  all: [health.score < 60]`,
};
