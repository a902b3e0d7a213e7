import type { RuleDefinition } from '../rule.js';

export const yamlLimit: RuleDefinition = {
  code: 'yaml-limit',
  family: 'shape',
  severity: 'error',
  says: 'The file is too large, too deeply nested or has too many keys in one place.',
  saysZh: '文件过大、嵌套过深，或同一处的键过多。',
  why: 'A file that no person would write can hold up everybody else. A playbook of this size is several playbooks.',
  wrong: `title: ${'['.repeat(21)}${']'.repeat(21)}`,
  right: 'title: A sample',
};
