import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('mail-before-call', () => {
  test('some days apart, or a mail to a colleague, is fine', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: all_users } }
  - { id: call, task: { title: Call, assign: account.csm, due: 2bd, outcomes: [done] } }
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
  - { id: hello, email: { template: hello, to: account.manager } }
  - { id: call, task: { title: Call, assign: account.csm, due: 4h, outcomes: [done] } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('ninety minutes after the mail', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: all_users } }
  - { id: call, task: { title: Call, assign: account.csm, due: 90min, outcomes: [done] } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual(['mail-before-call']);
  });
});
