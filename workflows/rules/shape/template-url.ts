import type { RuleDefinition } from '../rule.js';

export const templateUrl: RuleDefinition = {
  code: 'template-url',
  family: 'shape',
  severity: 'error',
  says: 'A link or an unquoted attribute filled from data.',
  saysZh: '链接或未加引号的属性由数据填充。',
  why: 'Escaping does not make a link safe: whoever can change the data could send the customer elsewhere.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello
--- html
<a href="{{ account.name }}">Open</a>
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello
--- html
<a href="https://app.acme.example">{{ account.name }}</a>
`,
  },
};
