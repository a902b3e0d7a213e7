import type { RuleDefinition } from '../rule.js';

export const templateLocaleMissing: RuleDefinition = {
  code: 'template-locale-missing',
  family: 'names',
  severity: 'warning',
  says: 'A template lacks one of the languages of its playbook.',
  saysZh: '模板缺少剧本所用的某种语言。',
  why: 'A playbook with an English and a Chinese title is for both; half of the contacts would get the other language.',
  wrong: {
    'adoption/sample.playbook.yaml': `title: { en: A sample, zh: 示例 }
steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `title: { en: A sample, zh: 示例 }
steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
    'adoption/emails/hello.zh.hbs': `subject: 您好
--- text
您好，{{ contact.name }}
`,
  },
};
