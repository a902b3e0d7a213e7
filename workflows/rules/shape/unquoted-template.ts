import type { RuleDefinition } from '../rule.js';

export const unquotedTemplate: RuleDefinition = {
  code: 'unquoted-template',
  family: 'shape',
  severity: 'error',
  says: 'A {{ }} that is not in quotes is read as YAML, not as text.',
  saysZh: '未加引号的 {{ }} 会被当作 YAML，而不是文本。',
  why: 'Curly brackets begin a mapping in YAML. In quotes they are a text with a value in it.',
  wrong: `steps:
  - id: call
    task: { title: {{ account.name }} is quiet, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
  right: `steps:
  - id: call
    task: { title: '{{ account.name }} is quiet', assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
};
