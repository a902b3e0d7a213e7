import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('effect-unchecked', () => {
  test('a verification, an exit for success or a check on every path looks at the effect', () => {
    expect(codes(`exit: none`)).toEqual([]);
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }
  - { id: look, check: { expect: health.score >= 70 } }
exit:
  - { id: too_long, after: 60d, as: expired }
verify: none`),
    ).toEqual([]);
  });

  test('a check on one of two paths leaves the other in the dark', () => {
    expect(
      codes(`steps:
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }]
      - otherwise: [{ id: look, check: { expect: health.score >= 70 } }]
exit:
  - { id: too_long, after: 60d, as: expired }
verify: none`),
    ).toEqual(['effect-unchecked']);
  });

  test('where nothing is done nothing need be looked at', () => {
    expect(
      codes(`steps:
  - { id: pause, wait: 3d }
  - { id: look, check: { expect: health.score >= 70 } }
exit:
  - { id: too_long, after: 60d, as: expired }
verify: none`),
    ).toEqual([]);
  });
});
