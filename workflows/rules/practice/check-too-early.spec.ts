import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('check-too-early', () => {
  test('after a wait or a task there was time, and a score is no answer to a mail', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: all_users } }
  - { id: p, wait: 7d }
  - { id: look, check: { expect: activation_rate >= 50% } }
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
  - { id: hello, email: { template: hello, to: all_users } }
  - { id: call, task: { title: Call, assign: account.csm, due: 3bd, outcomes: [done] } }
  - { id: look, check: { expect: activation_rate >= 50% } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('in an app it is too early as well', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: tip, in_app: { template: hello, to: active_users } }
  - { id: look, check: { expect: logins >= 50 } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual(['check-too-early']);
  });
});
