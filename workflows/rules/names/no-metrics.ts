import type { RuleDefinition } from '../rule.js';

export const noMetrics: RuleDefinition = {
  code: 'no-metrics',
  family: 'names',
  severity: 'error',
  says: 'There is no metrics file, so names cannot be checked.',
  saysZh: '没有指标文件，无法检查名称。',
  why: 'The metrics file says what is measured. Without it no condition can be trusted.',
  wrong: { 'metrics.yaml': '', 'segments.yaml': '' },
  right: 'title: A sample',
};
