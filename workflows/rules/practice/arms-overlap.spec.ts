import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('arms-overlap', () => {
  test('the worst first and then the rest is a cascade, and different questions are no overlap', () => {
    expect(
      codes(`steps:
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - when: health.score < 60
        then: [{ id: b, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual([]);
    expect(
      codes(`steps:
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - when: logins > 5
        then: [{ id: b, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual([]);
  });

  test('words overlap as well', () => {
    expect(
      codes(`steps:
  - id: split
    branch:
      - when: account.segment in ["smb", "mid"]
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - when: account.segment not in ["smb"]
        then: [{ id: b, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual(['arms-overlap']);
  });
});
