import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('no-primary-objective', () => {
  test('one objective must decide', () => {
    expect(
      codes(
        playbookText({
          verify: `verify:
  after: 30d
  objective:
    - { id: o0, expect: health.score >= 70 }
    - { id: o1, expect: health.score >= 71 }`,
        }),
      ),
    ).toEqual(['error no-primary-objective']);
  });

  test('two cannot decide', () => {
    expect(
      codes(
        playbookText({
          verify: `verify:
  after: 30d
  objective:
    - { id: o0, expect: health.score >= 70, primary: true }
    - { id: o1, expect: health.score >= 71, primary: true }`,
        }),
      ),
    ).toEqual(['error no-primary-objective']);
  });

  test('exactly one is fine', () => {
    expect(
      codes(
        playbookText({
          verify: `verify:
  after: 30d
  objective:
    - { id: o0, expect: health.score >= 70, primary: true }
    - { id: o1, expect: health.score >= 71 }`,
        }),
      ),
    ).toEqual([]);
  });
});
