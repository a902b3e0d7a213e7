import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeDifference, generatePairs, playPairs, smallestDifference } from '../support/parity-batch.js';
import { findTimeSkipping } from '../support/time-skipping-env.js';
import { TimeSkippingRunner } from '../support/time-skipping-runner.js';

const FIRST_SEED = Number(process.env['SOPWITH_SEED'] ?? 1_000_000);
const GROUPS = 10;
const SIZE = 100;
const LIMIT_MS = 180_000;

const source = await findTimeSkipping();
/** Without the server these count as skipped; why is on stderr. */
const law = 'missing' in source ? test.skip : test;

let runner: TimeSkippingRunner | undefined;
beforeAll(async () => {
  if (!('missing' in source)) runner = await TimeSkippingRunner.start(source);
}, 60_000);
afterAll(async () => {
  await runner?.stop();
}, 60_000);

describe('one scenario, two hosts, equal traces: a thousand generated playbooks and lives', () => {
  for (let group = 0; group < GROUPS; group += 1) {
    const firstSeed = FIRST_SEED + group * SIZE * 10;
    law(
      `a hundred from seed ${firstSeed} on`,
      async () => {
        if (!runner) throw new Error('the durable host did not start');
        const { pairs } = generatePairs(firstSeed, SIZE);
        const [first, ...more] = await playPairs(runner, pairs, { atOnce: SIZE, limitMs: LIMIT_MS });
        if (!first) return;
        const smallest = await smallestDifference(runner, first, 60_000);
        throw new Error(`${1 + more.length} pairs differ; the first one, made small:\n${describeDifference(smallest)}`);
      },
      3 * LIMIT_MS,
    );
  }

  test('no pair is counted twice', () => {
    const seeds = Array.from({ length: GROUPS }, (_, group) => generatePairs(FIRST_SEED + group * SIZE * 10, SIZE).pairs);
    const lives = seeds.flat().map(({ pair }) => JSON.stringify(pair));
    expect(new Set(lives).size).toBe(GROUPS * SIZE);
  });
});
