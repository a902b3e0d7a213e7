import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('wait-into-weekend', () => {
  test('whole weeks keep the day, and a colleague works when there is work', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: a, wait: 7d }
  - { id: hello, email: { template: hello, to: all_users } }
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
  - { id: a, wait: 3d }
  - { id: hello, email: { template: hello, to: account.csm } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('inside an arm as well', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: a, wait: 2d }, { id: hello, email: { template: hello, to: all_users } }]
      - otherwise: []
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual(['wait-into-weekend']);
  });
});
