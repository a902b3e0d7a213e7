import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fuzzRun } from '../support/fuzz-run.js';
import { anyArm, anyNudge, anyPlan } from '../support/run-arbitraries.js';
import { RunDriver } from '../support/run-driver.js';
import { stuckReason } from '../support/stuck-reason.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 12_000);

test(`${RUNS} random runs: nothing throws, time never goes back, every step settles once, nothing waits without a bound, a finished run stays finished`, () => {
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
        expect(stuckReason(run.plan, run.state)).toBeNull();
        if (arm === 'holdout') expect(run.ordered('perform')).toEqual([]);
      });
      const settled = run.entries('step_settled').map(({ key }) => key);
      // A step whose `when` is still asked has not started; a failed one that a person has tried again settles once more.
      const underWay = Object.values(run.state.active).flatMap(({ key, gate }) => (gate ? [] : [key]));
      const started = run.entries('step_started').map(({ key }) => key);
      const again = run.entries('step_retried').filter(({ by }) => by !== 'sopwith').length;
      expect([...new Set([...settled, ...underWay])].sort()).toEqual([...started].sort());
      expect(new Set(started).size).toBe(started.length);
      expect(settled.length - new Set(settled).size).toBeLessThanOrEqual(again);
      expect(JSON.parse(JSON.stringify(run.state))).toEqual(run.state);
    }),
    { numRuns: RUNS },
  );
}, 600_000);
