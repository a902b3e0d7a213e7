import type { RuleDefinition } from '../rule.js';

export const ignoreUnused: RuleDefinition = {
  code: 'ignore-unused',
  family: 'shape',
  severity: 'warning',
  says: 'An ignore comment that ignores nothing.',
  saysZh: '忽略注释没有忽略任何内容。',
  why: 'It would hide the next mistake of its kind, which nobody has looked at.',
  wrong: 'goal: Save them # sopwith-ignore no-holdout: too few accounts',
  right: 'goal: Save them',
};
