import type { RuleDefinition } from '../rule.js';

export const templateFeature: RuleDefinition = {
  code: 'template-feature',
  family: 'shape',
  severity: 'error',
  says: 'A Handlebars feature that templates may not use.',
  saysZh: '模板不可使用的 Handlebars 特性。',
  why: 'Templates print values and ask whether one is there. Helpers, partials and unescaped output could do more than the reviewer sees.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{{ account.name }}}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ account.name }}
`,
  },
};
