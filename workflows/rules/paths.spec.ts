import { describe, expect, test } from '@jest/globals';
import { authoredPlaybook } from '../../test/support/authored-playbook.js';
import { flatten } from '../language/read-playbook.js';
import { pathsOf, timeToContractEnd, timetableOf } from './paths.js';

const DAY = 86_400_000;
const TASK = (id: string, due: string, expires: string): string =>
  `{ id: ${id}, task: { title: Do it, assign: account.csm, due: ${due}, expires: ${expires}, outcomes: [done] } }`;

/** Step id -> shortest / expected / longest, in days. */
function days(steps: string, start?: string): Readonly<Record<string, string>> {
  const playbook = authoredPlaybook(start === undefined ? { steps } : { steps, start });
  const { reached, end } = timetableOf(playbook);
  const print = ({ shortest, expected, longest }: typeof end): string =>
    [shortest, expected, longest].map((ms) => Math.round(ms / DAY)).join('/');
  return {
    ...Object.fromEntries([...reached].map(([step, at]) => [step.id.value, print(at)])),
    end: print(end),
  };
}

describe('the timetable of a playbook', () => {
  test('a task takes nothing at least, its due day when all goes well, its expiry at most', () => {
    expect(days(`steps:\n  - ${TASK('call', '7d', '20d')}\n  - { id: settle, wait: 3d }`)).toEqual({
      call: '0/0/0',
      settle: '0/7/20',
      end: '3/10/23',
    });
  });

  test('a branch takes as long as its shortest arm at least and its longest at most; a parallel waits for every lane', () => {
    const branch = `steps:
  - id: split
    branch:
      - when: health.score < 50
        then: [{ id: long, wait: 9d }]
      - otherwise: [{ id: short, wait: 2d }]
  - id: both
    parallel:
      one: [{ id: left, wait: 4d }]
      two: [{ id: right, wait: 6d }]
  - { id: last, check: { expect: health.score >= 70, every: 7d, up_to: 21d } }`;
    expect(days(branch)).toMatchObject({
      long: '0/0/0',
      short: '0/0/0',
      both: '2/9/9',
      left: '2/9/9',
      last: '8/15/15',
      end: '8/15/36',
    });
  });

  test('a wait until a date before the end of the contract ends there, wherever it began', () => {
    const steps = `steps:\n  - ${TASK('call', '7d', '20d')}\n  - { id: rest, wait: { until: 30d before contract.end } }\n  - { id: last, wait: 1d }`;
    expect(days(steps, 'start: { at: 90d before contract.end }')).toMatchObject({ rest: '0/7/20', last: '60/60/60' });
    // Without a known distance to the date it may be over at once, or take as long as it may.
    expect(days(steps)).toMatchObject({ rest: '0/7/20', last: '0/7/385' });
  });

  test('a step that may be left out takes no time then', () => {
    expect(days('steps:\n  - { id: maybe, when: health.score < 30, wait: 5d }\n  - { id: last, wait: 1d }')).toMatchObject({
      last: '0/5/5',
    });
  });

  test('the time to the end of the contract is known where the start says it', () => {
    const left = (start: string): number | null => timeToContractEnd(authoredPlaybook({ start }));
    expect(left('start: { at: 90d before contract.end }')).toBe(90 * DAY);
    expect(left('start: { at: 10d after contract.end }')).toBe(-10 * DAY);
    expect(left('start: { at: 21d after contract.start }')).toBeNull();
  });
});

describe('the paths of a playbook', () => {
  const many = (branches: number): string =>
    `steps:\n${Array.from(
      { length: branches },
      (_one, index) => `  - id: split_${index}
    branch:
      - when: health.score < ${index + 10}
        then: [{ id: a_${index}, wait: 1d }]
      - otherwise: [{ id: b_${index}, wait: 2d }]`,
    ).join('\n')}`;

  test('each goes one way through every branch, with the moments of that way', () => {
    const playbook = authoredPlaybook({ steps: `${many(2)}\n  - { id: last, wait: 1d }` });
    const paths = pathsOf(playbook) ?? [];
    expect(
      paths.map((path) => path.filter(({ step }) => step.verb === 'wait').map(({ step, at }) => `${step.id.value} ${at / DAY}`)),
    ).toEqual([
      ['a_0 0', 'a_1 1', 'last 2'],
      ['a_0 0', 'b_1 1', 'last 3'],
      ['b_0 0', 'a_1 2', 'last 3'],
      ['b_0 0', 'b_1 2', 'last 4'],
    ]);
    const { reached } = timetableOf(playbook);
    for (const { step, at } of paths.flat()) {
      expect(at).toBeGreaterThanOrEqual(reached.get(step)?.shortest ?? Infinity);
      expect(at).toBeLessThanOrEqual(reached.get(step)?.longest ?? -1);
    }
  });

  test('too many are not looked at, and take no time', () => {
    const playbook = authoredPlaybook({ steps: many(30) });
    expect(pathsOf(playbook)).toBeNull();
    expect(timetableOf(playbook).reached.size).toBe(flatten(playbook.steps).length);
  });

  test('lanes run side by side, and what follows begins when the last of them has ended', () => {
    const playbook = authoredPlaybook({
      steps: `steps:
  - id: both
    parallel:
      one: [{ id: left, wait: 4d }, { id: left_end, wait: 1d }]
      two: [{ id: right, wait: 6d }]
  - { id: last, wait: 1d }`,
    });
    const [path = [], ...more] = pathsOf(playbook) ?? [];
    expect(more).toEqual([]);
    expect(path.map(({ step, at }) => `${step.id.value} ${at / DAY}`)).toEqual([
      'both 0',
      'left 0',
      'right 0',
      'left_end 4',
      'last 6',
    ]);
  });
});
