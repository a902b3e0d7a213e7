import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('sends-in-a-row', () => {
  test('a task in between may take time, and another reader is another reader', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: one, email: { template: hello, to: all_users } }
  - { id: call, task: { title: Call, assign: account.csm, due: 3bd, outcomes: [done] } }
  - { id: two, email: { template: hello, to: all_users } }
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
  - { id: one, email: { template: hello, to: account.admin } }
  - { id: two, email: { template: hello, to: all_users } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('through the arms of a branch as well', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: one, email: { template: hello, to: all_users } }
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: two, email: { template: hello, to: all_users } }]
      - otherwise: []
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual(['sends-in-a-row']);
  });

  test('two arms are never taken together', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: one, email: { template: hello, to: all_users } }]
      - otherwise: [{ id: two, email: { template: hello, to: all_users } }]
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });
});
