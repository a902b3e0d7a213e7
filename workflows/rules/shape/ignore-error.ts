import type { RuleDefinition } from '../rule.js';

export const ignoreError: RuleDefinition = {
  code: 'ignore-error',
  family: 'shape',
  severity: 'warning',
  says: 'An ignore comment or a severity setting for an error.',
  saysZh: '忽略注释或级别设置针对的是错误，而只有警告可以忽略。',
  why: 'An error means that the playbook cannot be understood or run. Nobody can decide that away.',
  wrong: 'goal: Save them # sopwith-ignore unknown-key: we like it so',
  right: 'goal: Save them',
};
