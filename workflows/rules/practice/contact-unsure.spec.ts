import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('contact-unsure', () => {
  test('two mails, mails to users, or a word about what happens then are fine', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: mail_0, email: { template: hello, to: account.champion } }
  - { id: pause_0, wait: 7d }
  - { id: mail_1, email: { template: hello, to: account.champion } }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
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
  - { id: mail_0, email: { template: hello, to: all_users } }
  - { id: pause_0, wait: 7d }
  - { id: mail_1, email: { template: hello, to: all_users } }
  - { id: pause_1, wait: 7d }
  - { id: mail_2, email: { template: hello, to: all_users } }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
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
  - { id: mail_0, email: { template: hello, to: account.champion }, if_it_fails: continue }
  - { id: pause_0, wait: 7d }
  - { id: mail_1, email: { template: hello, to: account.champion }, if_it_fails: continue }
  - { id: pause_1, wait: 7d }
  - { id: mail_2, email: { template: hello, to: account.champion }, if_it_fails: continue }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('a run that stops where nobody has the role', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: mail, email: { template: hello, to: account.admin }, if_it_fails: stop }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual(['contact-unsure']);
  });
});
