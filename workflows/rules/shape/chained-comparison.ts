import type { RuleDefinition } from '../rule.js';

export const chainedComparison: RuleDefinition = {
  code: 'chained-comparison',
  family: 'shape',
  severity: 'error',
  says: 'Two comparisons in a row without and.',
  saysZh: '两个比较连写而没有 and。',
  why: 'Programs read 20 < x < 60 in different ways. Two questions with an and between them have one meaning.',
  wrong: `start:
  check: daily at 08:00
  all: [20 <= health.score < 60]`,
  right: `start:
  check: daily at 08:00
  all: [health.score >= 20 and health.score < 60]`,
};
