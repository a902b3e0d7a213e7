import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('in-app-overlaps', () => {
  test('other people, or a task in between, are fine', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: a, in_app: { template: hello, to: active_users, expires: 14d } }
  - { id: p, wait: 2d }
  - { id: b, in_app: { template: hello, to: all_users, expires: 14d } }
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
  - { id: a, in_app: { template: hello, to: active_users, expires: 14d } }
  - { id: call, task: { title: Call, assign: account.csm, due: 3bd, outcomes: [done] } }
  - { id: b, in_app: { template: hello, to: active_users, expires: 14d } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('the default of two weeks is long', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: a, in_app: { template: hello, to: active_users } }
  - { id: p, wait: 10d }
  - { id: b, in_app: { template: hello, to: active_users } }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual(['in-app-overlaps']);
  });
});
