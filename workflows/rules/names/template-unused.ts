import type { RuleDefinition } from '../rule.js';

export const templateUnused: RuleDefinition = {
  code: 'template-unused',
  family: 'names',
  severity: 'warning',
  says: 'A template that no step uses.',
  saysZh: '没有步骤使用的模板。',
  why: 'Either a step was forgotten, or the file is left over and misleads whoever looks for the text that is sent.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
    'adoption/emails/goodbye.en.hbs': `subject: Goodbye
--- text
Goodbye {{ contact.name }}
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
