import type { RuleDefinition } from '../rule.js';

export const ignoreUnknownCode: RuleDefinition = {
  code: 'ignore-unknown-code',
  family: 'shape',
  severity: 'error',
  says: 'An ignore comment, or a line of the lint configuration, that names no code there is.',
  saysZh: '忽略注释或检查配置里写了不存在的代码。',
  why: 'The warning it was meant for would go on, or another one would be hidden some day.',
  wrong: 'goal: Save them # sopwith-ignore no-holdot: too few accounts for a control group',
  right: 'goal: Save them',
};
