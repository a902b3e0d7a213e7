import type { RuleDefinition } from '../rule.js';

export const notText: RuleDefinition = {
  code: 'not-text',
  family: 'shape',
  severity: 'error',
  says: 'The file is not UTF-8 text.',
  saysZh: '文件不是 UTF-8 文本。',
  why: 'A file saved in another encoding, or one that is not text at all, cannot be read safely. Save it as UTF-8 in the editor.',
  wrong: `title: A sample\u0000`,
  right: 'title: A sample',
};
