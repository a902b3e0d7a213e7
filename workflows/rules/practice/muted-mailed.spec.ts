import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('muted-mailed', () => {
  test('a colleague may hear of a muted account', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `enroll: { holdout: 10% }
steps:
  - { id: tell, email: { template: hello, to: account.manager } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });

  test('a step that asks for it, or the contract itself, is fine', () => {
    expect(
      codes({
        'adoption/sample.playbook.yaml': `enroll: { holdout: 10% }
steps:
  - { id: hello, email: { template: hello, to: account.champion }, when: not account.muted }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
    expect(
      codes({
        'adoption/sample.playbook.yaml': `start: { at: 21d after contract.start }
enroll: { holdout: 10% }
steps:
  - { id: hello, email: { template: hello, to: account.champion } }
`,
        'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
      }),
    ).toEqual([]);
  });
});
