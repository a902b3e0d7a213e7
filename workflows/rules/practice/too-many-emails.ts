import { isCustomer } from '../audience.js';
import { pathsOf } from '../paths.js';
import type { Rule } from '../rule.js';

const WEEK = 7 * 86_400_000;
/** E-mails a week that a person reads from one vendor. */
const MOST = 3;

/** Beyond a few mails a week people stop reading, then they complain. */
export const tooManyEmails: Rule = {
  code: 'too-many-emails',
  family: 'practice',
  severity: 'warning',
  says: 'More than three e-mails to one person within a week.',
  saysZh: '一周内给同一个人发送超过三封邮件。',
  why: 'Other playbooks and colleagues write to the same person as well. Whoever gets four mails a week from one playbook unsubscribes.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: mail_1, email: { template: hello, to: all_users } }
  - { id: pause_1, wait: 1bd }
  - { id: mail_2, email: { template: hello, to: all_users } }
  - { id: pause_2, wait: 1bd }
  - { id: mail_3, email: { template: hello, to: all_users } }
  - { id: pause_3, wait: 1bd }
  - { id: mail_4, email: { template: hello, to: all_users } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: mail_1, email: { template: hello, to: all_users } }
  - { id: pause_1, wait: 5bd }
  - { id: mail_2, email: { template: hello, to: all_users } }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  check: ({ playbook }) => {
    for (const path of pathsOf(playbook) ?? []) {
      const mails = path.flatMap(({ step, at }) =>
        step.verb === 'email' && isCustomer(step.to.value) && !step.when ? [{ step, at }] : [],
      );
      for (const { step, at } of mails) {
        const moments = mails.filter((mail) => mail.step.to.value === step.to.value && mail.at >= at && mail.at < at + WEEK);
        // What goes out in the same minute is told elsewhere.
        if (new Set(moments.map((mail) => mail.at)).size <= MOST) continue;
        const last = moments.at(-1);
        const message = `${moments.length} e-mails can reach ${step.to.value} within a week, from ${step.id.value} to ${last?.step.id.value}`;
        return [{ span: (last ?? { step }).step.span, message, suggestion: 'send fewer, or further apart' }];
      }
    }
    return [];
  },
};
