import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('too-many-emails', () => {
  test('three a week are read, and four in two weeks', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: a, email: { template: hello, to: all_users } }
  - { id: p, wait: 1bd }
  - { id: b, email: { template: hello, to: all_users } }
  - { id: q, wait: 1bd }
  - { id: c, email: { template: hello, to: all_users } }
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
  - { id: a, email: { template: hello, to: all_users } }
  - { id: p, wait: 3bd }
  - { id: b, email: { template: hello, to: all_users } }
  - { id: q, wait: 3bd }
  - { id: c, email: { template: hello, to: all_users } }
  - { id: r, wait: 3bd }
  - { id: d, email: { template: hello, to: all_users } }
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

  test('to four readers one each', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: a, email: { template: hello, to: all_users } }
  - { id: p, wait: 1bd }
  - { id: b, email: { template: hello, to: account.admin } }
  - { id: q, wait: 1bd }
  - { id: c, email: { template: hello, to: account.champion } }
  - { id: r, wait: 1bd }
  - { id: d, email: { template: hello, to: account.key_user } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });
});
