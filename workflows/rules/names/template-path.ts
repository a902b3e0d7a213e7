import type { RuleDefinition } from '../rule.js';

export const templatePath: RuleDefinition = {
  code: 'template-path',
  family: 'names',
  severity: 'error',
  says: 'A path that does not exist in the template context.',
  saysZh: '模板上下文中没有这个路径。',
  why: 'A missing value never goes out as a blank: the message would not be sent at all.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.nmae }}
`,
  },
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
