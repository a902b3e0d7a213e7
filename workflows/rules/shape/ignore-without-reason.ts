import type { RuleDefinition } from '../rule.js';

export const ignoreWithoutReason: RuleDefinition = {
  code: 'ignore-without-reason',
  family: 'shape',
  severity: 'error',
  says: 'An ignore comment that does not say why.',
  saysZh: '忽略注释没有写明原因。',
  why: 'Whoever reads the playbook in a year cannot tell a decision from a shortcut.',
  wrong: 'goal: Save them # sopwith-ignore no-holdout',
  right: 'goal: Save them',
};
