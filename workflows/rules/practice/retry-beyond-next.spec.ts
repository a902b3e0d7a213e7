import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('retry-beyond-next', () => {
  test('tried for an hour before a wait of days', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: a, email: { template: hello, to: all_users }, retry: { times: 4, every: 15min } }
  - { id: p, wait: 1d }
  - { id: look, check: { expect: activation_rate >= 50% } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('tried for a week before a wait of three days', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `steps:
  - { id: a, email: { template: hello, to: all_users }, retry: { times: 7, every: 1d } }
  - { id: p, wait: 3d }
  - { id: look, check: { expect: activation_rate >= 50% } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual(['retry-beyond-next']);
  });
});
