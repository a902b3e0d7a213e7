import { describe, expect, test } from '@jest/globals';
import { authoredPlaybook } from '../../test/support/authored-playbook.js';
import { flatten } from '../language/read-playbook.js';
import { stepsAfter } from './steps-after.js';

const { steps } = authoredPlaybook({
  steps: `steps:
  - { id: first, wait: 1d }
  - id: split
    branch:
      - when: health.score < 50
        then: [{ id: low, wait: 1d }, { id: lower, wait: 1d }]
      - otherwise: [{ id: high, wait: 1d }]
  - id: both
    parallel:
      one: [{ id: left, wait: 1d }]
      two: [{ id: right, wait: 1d }]
  - { id: last, check: { expect: health.score >= 70 } }`,
});
const after = (id: string): readonly string[] => {
  const step = flatten(steps).find((one) => one.id.value === id);
  return step ? stepsAfter(steps, step).map((one) => one.id.value) : ['no such step'];
};

describe('stepsAfter', () => {
  test('goes on after the branch, never into a sibling arm or lane', () => {
    expect(after('low')).toEqual(['lower', 'both', 'left', 'right', 'last']);
    expect(after('high')).toEqual(['both', 'left', 'right', 'last']);
    expect(after('left')).toEqual(['last']);
  });

  test('a branch is followed by its arms; nothing follows the last step', () => {
    expect(after('split')).toEqual(['low', 'lower', 'high', 'both', 'left', 'right', 'last']);
    expect(after('last')).toEqual([]);
  });
});
