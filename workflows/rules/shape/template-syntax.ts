import type { RuleDefinition } from '../rule.js';

export const templateSyntax: RuleDefinition = {
  code: 'template-syntax',
  family: 'shape',
  severity: 'error',
  says: 'A template that cannot be read.',
  saysZh: '模板无法解析。',
  why: 'A message that cannot be read cannot be sent; the CSM would get a task in its place.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
{{#if account.csm}}Ask {{ account.csm.name }}.
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
{{#if account.csm}}Ask {{ account.csm.name }}.{{/if}}
`,
  },
};
