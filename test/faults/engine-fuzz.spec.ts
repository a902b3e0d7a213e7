import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fuzzRun } from '../support/fuzz-run.js';
import { anyArm, anyNudge, anyPlan } from '../support/run-arbitraries.js';
import { RunDriver } from '../support/run-driver.js';

const RUNS = 50_000;

test(`${RUNS} random runs: nothing throws, time never goes back, every step settles once, a finished run stays finished`, () => {
  fc.assert(
    fc.property(anyPlan, anyArm, fc.array(anyNudge, { maxLength: 120 }), (plan, arm, nudges) => {
      const run = new RunDriver(plan, { arm });
      let now = run.state.now;
      let finished: string | null = null;
      fuzzRun(run, nudges, () => {
        expect(run.state.now).toBeGreaterThanOrEqual(now);
        now = run.state.now;
        const { status, result, exit, outcomes, timers, active } = run.state;
        const picture = JSON.stringify({ result, exit, outcomes, timers, active });
        if (finished !== null) expect(picture).toBe(finished);
        if (status === 'finished') finished = picture;
        if (arm === 'holdout') expect(run.ordered('perform')).toEqual([]);
      });
      const settled = run.entries('step_settled').map(({ key }) => key);
      const underWay = Object.values(run.state.active).map(({ key }) => key);
      expect([...settled, ...underWay].sort()).toEqual(
        run
          .entries('step_started')
          .map(({ key }) => key)
          .sort(),
      );
      expect(JSON.parse(JSON.stringify(run.state))).toEqual(run.state);
    }),
    { numRuns: RUNS },
  );
}, 600_000);
