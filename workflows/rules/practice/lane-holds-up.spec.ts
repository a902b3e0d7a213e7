import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('lane-holds-up', () => {
  test('a wait after a task belongs to it', () => {
    expect(
      codes(`steps:
  - id: both
    parallel:
      one: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      two: [{ id: b, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }, { id: p, wait: 3d }]
  - { id: c, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }`),
    ).toEqual([]);
  });

  test('two waits are a wait', () => {
    expect(
      codes(`steps:
  - id: both
    parallel:
      one: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      two: [{ id: p, wait: 3d }, { id: q, wait: 3d }]
  - { id: c, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }`),
    ).toEqual(['lane-holds-up']);
  });
});
