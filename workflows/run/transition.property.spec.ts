import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fuzzRun } from '../../test/support/fuzz-run.js';
import { anyArm, anyNudge, anyPlan } from '../../test/support/run-arbitraries.js';
import { stuckReason } from '../../test/support/stuck-reason.js';
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
        const underWay = Object.values(run.state.active).flatMap(({ key, gate }) => (gate ? [] : [key]));
        expect(new Set(started).size).toBe(started.length);
        expect([...new Set([...settled, ...underWay])].sort()).toEqual([...started].sort());
        // A second outcome exists only where a person had a failed step tried again.
        const again = run.entries('step_retried').filter(({ by }) => by !== 'sopwith').length;
        expect(settled.length - new Set(settled).size).toBeLessThanOrEqual(again);
        if (run.state.status === 'finished') expect([underWay, run.state.timers]).toEqual([[], {}]);
      }),
      { numRuns: 300 },
    );
  });

  test('whatever happened, everything a run waits for has an upper bound', () => {
    fc.assert(
      fc.property(...scenario, (plan, arm, nudges) => {
        const run = new RunDriver(plan, { arm });
        fuzzRun(run, nudges, () => expect(stuckReason(run.plan, run.state)).toBeNull());
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 200) },
    );
  });

  test('the events thrown at runs meet everything a flight record can say', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(...scenario, (plan, arm, nudges) => {
        const run = new RunDriver(plan, { arm });
        fuzzRun(run, nudges, () => undefined);
        for (const entry of run.trace) {
          met.add(entry.type);
          if (entry.type === 'run_migrated') for (const { does } of entry.moves) met.add(`migrated: ${does}`);
          if (entry.type === 'step_settled' && entry.reason?.startsWith('when_')) met.add(entry.reason);
        }
      }),
      { numRuns: 700, seed: 7 },
    );
    const said = 'run_started step_started task_opened task_escalated step_settled asked branch_taken timer_set timer_fired';
    const more = 'timer_cancelled exit_taken verified subjective_verified question_opened step_retried condition_met';
    const orders = 'fallback_opened skip_planned run_paused run_resumed run_cancelled run_handed_over run_migrated event_held';
    const types = `${said} ${more} ${orders} run_finished event_ignored when_false when_unknown`.split(' ');
    const moves = ['stays', 'rescheduled', 'advances', 'removed', 'restarts'].map((does) => `migrated: ${does}`);
    expect([...met].sort()).toEqual([...types, ...moves].sort());
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
