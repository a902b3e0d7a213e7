import type { RuleDefinition } from '../rule.js';

export const templateLocaleDiffers: RuleDefinition = {
  code: 'template-locale-differs',
  family: 'names',
  severity: 'warning',
  says: 'A template prints a value in one language that it does not print in the other.',
  saysZh: '模板的一种语言用到了某个值，另一种语言没有。',
  why: 'Somebody changed one language and forgot the other: half of the readers would get less than the other half.',
  wrong: {
    'adoption/sample.playbook.yaml': `title: { en: A sample, zh: 示例 }
steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}, your seats: {{ contract.seats }}
`,
    'adoption/emails/hello.zh.hbs': `subject: 您好
--- text
您好，{{ contact.name }}
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
Hello {{ contact.name }}, your seats: {{ contract.seats }}
`,
    'adoption/emails/hello.zh.hbs': `subject: 您好
--- text
您好，{{ contact.name }}，已购席位：{{ contract.seats }}
`,
  },
};
