import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeDifference, generatePairs, playPairs, smallestDifference, type Difference } from '../support/parity-batch.js';
import { findTimeSkipping } from '../support/time-skipping-env.js';
import { TimeSkippingRunner } from '../support/time-skipping-runner.js';
import { simulateRun } from '../../workflows/simulate/simulate-run.js';
import { builtScenarios, shippedScenarios } from './scenarios.js';

/** Machine time for what takes ten seconds or so: a run that does not end must not hold up the others. */
const LIMIT_MS = 120_000;
const FIRST_SEED = Number(process.env['SOPWITH_SEED'] ?? 1);

const source = await findTimeSkipping();
/** Without the server these count as skipped; why is on stderr. */
const law = 'missing' in source ? test.skip : test;

const { pairs, leftOut } = generatePairs(FIRST_SEED, 100);

let runner: TimeSkippingRunner | undefined;
const host = (): TimeSkippingRunner => {
  if (!runner) throw new Error('the durable host did not start');
  return runner;
};
beforeAll(async () => {
  if (!('missing' in source)) runner = await TimeSkippingRunner.start(source);
}, 60_000);
afterAll(async () => {
  await runner?.stop();
}, 60_000);

async function told(differences: readonly Difference[]): Promise<string> {
  const [first] = differences;
  if (!first) return '';
  const smallest = await smallestDifference(host(), first, 45_000);
  const seeds = differences.map(({ pair }) => pair.seed).join(', ');
  return `${differences.length} pairs differ (seeds ${seeds}); the first one, made small:\n${describeDifference(smallest)}`;
}

describe('one scenario, two hosts, equal traces, a year of business time in seconds', () => {
  law(
    'for a hundred generated playbooks and lives',
    async () => {
      const differences = await playPairs(host(), pairs, { atOnce: 100, limitMs: LIMIT_MS });
      expect(await told(differences)).toBe('');
    },
    4 * LIMIT_MS,
  );

  law(
    'for the built scenarios and the inline tests of the shipped playbooks, on a clock of rate 1',
    async () => {
      const named = [...builtScenarios(), ...shippedScenarios()].map((each) => ({
        ...each,
        ...simulateRun(each.plan, each.scenario),
      }));
      const played = await host().play(named, LIMIT_MS);
      for (const [index, { name, trace, state }] of named.entries()) {
        expect({ name, ...played[index] }).toEqual({ name, trace, result: state.result, refused: [] });
      }
    },
    2 * LIMIT_MS,
  );

  law(
    'and a host that hears less is found out',
    async () => {
      const told = pairs.filter(({ simulated }) => simulated.pushed.some(({ type }) => type === 'cancel')).slice(0, 2);
      const deaf = told.map((pair) => ({
        ...pair,
        simulated: { ...pair.simulated, pushed: pair.simulated.pushed.filter(({ type }) => type !== 'cancel') },
      }));
      const differences = await playPairs(host(), deaf, { atOnce: 2, limitMs: LIMIT_MS });
      expect(differences.map(({ pair }) => pair.seed)).toEqual(told.map(({ seed }) => seed));
      expect(differences.map(describeDifference).join('\n')).toContain('simulated: ');
    },
    60_000,
  );
});

describe('the generated pairs', () => {
  const runs = pairs.map(({ simulated }) => simulated);
  const entries = runs.flatMap(({ trace }) => trace);

  test('meet every verb, every order, every result and nearly every kind of line', () => {
    const verbs = new Set(entries.flatMap((entry) => (entry.type === 'step_started' ? [entry.verb] : [])));
    const orders = new Set(runs.flatMap(({ pushed }) => pushed.map(({ type }) => type)));
    expect(verbs.size).toBe(12);
    expect([...orders].sort()).toEqual(expect.arrayContaining(['answered', 'cancel', 'exit_met', 'hand_over', 'migrate']));
    expect([...orders].sort()).toEqual(expect.arrayContaining(['pause', 'resume', 'retry_step', 'skip_step', 'task_closed']));
    expect(new Set(runs.map(({ state }) => state.result)).size).toBeGreaterThanOrEqual(7);
    expect(new Set(entries.map(({ type }) => type)).size).toBeGreaterThanOrEqual(24);
  });

  test('have events at the very instants at which timers are due, and days that are not 24 hours long', () => {
    const ties = runs.filter(({ pushed, trace }) => {
      const dues = new Set(trace.flatMap((entry) => (entry.type === 'timer_set' ? [entry.due] : [])));
      return pushed.some(({ at }) => dues.has(at));
    });
    const odd = runs.filter(({ trace, state }) => {
      const changes = state.calendar.offsets.slice(1).map(({ from }) => from);
      return trace.some((entry) => entry.type === 'timer_set' && changes.some((from) => entry.at < from && from <= entry.due));
    });
    expect(ties.length).toBeGreaterThanOrEqual(15);
    expect(odd.length).toBeGreaterThanOrEqual(15);
  });

  test('are left out only in a few cases, in which a real host has no defined order', () => {
    expect(leftOut).toBeLessThanOrEqual(3);
  });
});
