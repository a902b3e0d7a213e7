import type { RuleDefinition } from '../rule.js';

export const yamlSyntax: RuleDefinition = {
  code: 'yaml-syntax',
  family: 'shape',
  severity: 'error',
  says: 'The file is not well-formed YAML.',
  saysZh: '文件不是合法的 YAML。',
  why: 'Nothing after the mistake can be trusted, so the file is not read any further. Full-width punctuation, tabs and quotes that are never closed are the usual causes.',
  wrong: `title: 'A sample`,
  right: `title: 'A sample'`,
};
