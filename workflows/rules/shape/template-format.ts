import type { RuleDefinition } from '../rule.js';

export const templateFormat: RuleDefinition = {
  code: 'template-format',
  family: 'shape',
  severity: 'error',
  says: 'A template file without its subject line or its text part.',
  saysZh: '模板文件缺少主题行或纯文本部分。',
  why: 'Every mail needs a subject, and many readers and filters see the text part only.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- html
<p>Hello</p>
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
<p>Hello</p>
`,
  },
};
