import type { Rule } from '../rule.js';

const OPTIONAL = ['champion', 'decision_maker', 'admin', 'key_user'];

/** A missing value never sends, so a message that names somebody else than its recipient may silently become a task. */
export const missingContact: Rule = {
  code: 'missing-contact',
  family: 'practice',
  severity: 'warning',
  says: 'A template names a person the account may not have.',
  saysZh: '模板提到了客户可能没有的联系人。',
  why: 'A message with a missing value is never sent: the CSM gets a task in its place, for every account without that person.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
{{ account.decision_maker.name }} asked us to write to you.
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
{{#if account.decision_maker}}{{ account.decision_maker.name }} asked us to write to you.{{/if}}
`,
  },
  check: ({ templates }) =>
    templates.flatMap(({ file, recipients, used }) => {
      const told = new Set<string>();
      return used.flatMap(({ path, guards, span }) => {
        const person = /^account\.(\w+)\.\w+$/.exec(path)?.[1] ?? '';
        const role = `account.${person}`;
        const sure = recipients.length > 0 && recipients.every((recipient) => recipient === role);
        const guarded = guards.some((guard) => guard === role || guard === path);
        if (!OPTIONAL.includes(person) || sure || guarded || told.has(role)) return [];
        told.add(role);
        const message = `an account may have no ${person}: then this message is not sent and the CSM gets a task instead`;
        return [{ file, span, message, suggestion: `write {{#if ${role}}} around it, or send it to ${role}` }];
      });
    }),
};
