import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('mail-to-who-left', () => {
  test('after a task that looked for a successor somebody may be there', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `start: { event: champion_left }
steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: hello, email: { template: hello, to: account.champion } }]
      - otherwise: []
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('a question to the empty role', () => {
    expect(
      codes(`start: { event: decision_maker_left }
steps:
  - id: happy
    ask: { to: account.decision_maker, else_ask: account.csm, question: Happy?, answers: [agree, disagree], expires: 14d }`),
    ).toEqual(['mail-to-who-left']);
  });
});
