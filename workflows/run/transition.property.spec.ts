import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fuzzRun } from '../../test/support/fuzz-run.js';
import { anyArm, anyNudge, anyPlan } from '../../test/support/run-arbitraries.js';
import { RunDriver } from '../../test/support/run-driver.js';

const scenario = [anyPlan, anyArm, fc.array(anyNudge, { maxLength: 60 })] as const;

describe('any events on any plan', () => {
  test('never throw, never turn time back, and leave a finished run finished', () => {
    fc.assert(
      fc.property(...scenario, (plan, arm, nudges) => {
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
        });
        expect(run.trace.map(({ seq }) => seq)).toEqual(run.trace.map((_entry, index) => index + 1));
        expect(run.trace.every((entry, index) => index === 0 || entry.at >= run.trace[index - 1]!.at)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('every step that starts settles exactly once, unless it is under way when the events stop', () => {
    fc.assert(
      fc.property(...scenario, (plan, arm, nudges) => {
        const run = new RunDriver(plan, { arm });
        fuzzRun(run, nudges, () => undefined);
        const started = run.entries('step_started').map(({ key }) => key);
        const settled = run.entries('step_settled').map(({ key }) => key);
        const underWay = Object.values(run.state.active).map(({ key }) => key);
        expect(new Set(started).size).toBe(started.length);
        expect([...settled, ...underWay].sort()).toEqual([...started].sort());
        if (run.state.status === 'finished') expect([underWay, run.state.timers]).toEqual([[], {}]);
      }),
      { numRuns: 300 },
    );
  });

  test('a holdout account is never touched', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(anyNudge, { maxLength: 40 }), (plan, nudges) => {
        const run = new RunDriver(plan, { arm: 'holdout' });
        fuzzRun(run, nudges, () => expect(run.ordered('perform')).toEqual([]));
      }),
      { numRuns: 100 },
    );
  });

  test('a run that always gets its answers ends', () => {
    fc.assert(
      fc.property(anyPlan, anyArm, anyNudge, (plan, arm, nudge) => {
        const run = new RunDriver(plan, { arm });
        fuzzRun(
          run,
          Array.from({ length: 10_000 }, () => ({ ...nudge, kind: 'fitting' as const, pick: 1 })),
          () => undefined,
        );
        expect(run.state.status).toBe('finished');
      }),
      { numRuns: 25 },
    );
  });

  test('a state survives JSON as it is', () => {
    fc.assert(
      fc.property(...scenario, (plan, arm, nudges) => {
        const run = new RunDriver(plan, { arm });
        const carried = new RunDriver(plan, { arm });
        fuzzRun(run, nudges, () => undefined);
        fuzzRun(carried, nudges, () => {
          carried.state = JSON.parse(JSON.stringify(carried.state)) as typeof carried.state;
        });
        expect(carried.trace).toEqual(run.trace);
      }),
      { numRuns: 100 },
    );
  });
});
