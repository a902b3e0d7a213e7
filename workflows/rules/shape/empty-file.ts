import type { RuleDefinition } from '../rule.js';

export const emptyFile: RuleDefinition = {
  code: 'empty-file',
  family: 'shape',
  severity: 'error',
  says: 'The file has no content.',
  saysZh: '文件没有内容。',
  why: 'An empty file is a file that somebody forgot, or whose content was lost.',
  wrong: {
    'adoption/sample.playbook.yaml': `# to be written
`,
  },
  right: 'title: A sample',
};
