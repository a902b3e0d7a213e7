import type { RuleDefinition } from '../rule.js';

export const templateMissing: RuleDefinition = {
  code: 'template-missing',
  family: 'names',
  severity: 'error',
  says: 'A step names a template that does not exist.',
  saysZh: '步骤引用的模板不存在。',
  why: 'Without the text there is nothing to send.',
  wrong: `steps:
  - id: hello
    email: { template: hello, to: account.champion }`,
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
};
