import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('holdout-too-small', () => {
  test('a day that lets in ten fills the group, a month that lets in two never does', () => {
    expect(codes(`enroll: { never: [account.muted], at_most: 10 per day, holdout: 10% }`)).toEqual([]);
    expect(codes(`enroll: { never: [account.muted], at_most: 20 per week, holdout: 50% }`)).toEqual([]);
  });

  test('one in a hundred of few is nothing', () => {
    expect(codes(`enroll: { never: [account.muted], at_most: 10 per day, holdout: 1% }`)).toEqual(['holdout-too-small']);
    expect(codes(`enroll: { never: [account.muted], at_most: 2 per week, holdout: 20% }`)).toEqual(['holdout-too-small']);
  });

  test('without a limit the size of the book is not known, and nobody held out is a decision', () => {
    expect(codes(`enroll: { never: [account.muted], holdout: 1% }`)).toEqual([]);
    expect(codes(`enroll: { never: [account.muted], at_most: 1 per month, holdout: 0% }`)).toEqual([]);
  });
});
