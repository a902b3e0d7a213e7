import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('mails-after-churn', () => {
  test('the event counts as well, and so does a branch that asks', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: mail_0, email: { template: hello, to: all_users } }
  - { id: pause_0, wait: 7d }
  - { id: mail_1, email: { template: hello, to: all_users } }
exit:
  - { id: gone, event: account_churned, as: lost }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: mail_0, email: { template: hello, to: all_users }, when: account.status is not "churned" }
  - { id: pause_0, wait: 7d }
  - { id: mail_1, email: { template: hello, to: all_users }, when: account.status is not "churned" }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('a win-back is for those who left', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `start: { event: account_churned }
steps:
  - { id: mail_0, email: { template: hello, to: all_users } }
  - { id: pause_0, wait: 7d }
  - { id: mail_1, email: { template: hello, to: all_users } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('a mail at once needs no exit', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: all_users } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });
});
