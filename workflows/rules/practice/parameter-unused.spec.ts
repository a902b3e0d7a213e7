import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('parameter-unused', () => {
  test('in a condition, a title and a cool-down it is used', () => {
    expect(
      codes(`parameters:
  least: { type: number, default: 60 }
start: { check: daily at 08:00, all: [health.score < parameter.least] }`),
    ).toEqual([]);
    expect(
      codes(`parameters:
  rest: { type: duration, default: 91d }
enroll: { never: [account.muted], again_after: parameter.rest, holdout: 10% }`),
    ).toEqual([]);
  });

  test('a name that only begins like it does not use it', () => {
    expect(
      codes(`parameters:
  day: { type: number, default: 60 }
  day_two: { type: number, default: 50 }
start: { check: daily at 08:00, all: [health.score < parameter.day_two] }`),
    ).toEqual(['parameter-unused']);
  });
});
