import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('else-ask-missing', () => {
  test('somebody else to ask, or a word about what happens then, is fine', () => {
    expect(
      codes(`steps:
  - id: happy
    ask: { to: account.champion, else_ask: account.csm, question: Happy?, answers: [agree, disagree], expires: 14d }`),
    ).toEqual([]);
    expect(
      codes(`steps:
  - id: happy
    ask: { to: account.champion, question: Happy?, answers: [agree, disagree], expires: 14d }
    if_it_fails: continue`),
    ).toEqual([]);
  });

  test('a step that asks a role alone', () => {
    expect(
      codes(`steps:
  - id: happy
    ask: { to: account.champion, question: Happy?, answers: [agree, disagree], expires: 14d }`),
    ).toEqual(['else-ask-missing']);
  });
});
