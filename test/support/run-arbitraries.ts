import fc from 'fast-check';
import type { Plan } from '../../workflows/model/plan.js';
import type { RunArm, RunEvent } from '../../workflows/model/run.js';
import { comparing } from './plan-builder.js';
import {
  branch,
  check,
  DAY,
  email,
  exitAfter,
  exitWhen,
  inApp,
  outcomeIs,
  plan,
  START,
  task,
  verifyAfter,
  wait,
  type Draft,
} from './run-builder.js';

const durations = fc.constantFrom('0d', '30min', '1d', '2bd', '1w', '1mo');
const words = fc.constantFrom('reached', 'no_answer', 'sent', 'expired');
const metrics = fc.constantFrom(comparing('logins', '>=', 100), comparing('nps', '<', 0));

const leaf = fc.oneof(
  fc.constant((id: string): Draft => email(id)),
  fc.constant((id: string): Draft => inApp(id)),
  durations.map(
    (duration) =>
      (id: string): Draft =>
        wait(id, duration),
  ),
  fc.record({ due: durations, expires: durations, escalate: durations }).map(
    (times) =>
      (id: string): Draft =>
        task(id, times),
  ),
  metrics.map(
    (expect) =>
      (id: string): Draft =>
        check(id, expect),
  ),
  fc.tuple(metrics, durations, durations).map(
    ([expect, every, upTo]) =>
      (id: string): Draft =>
        check(id, expect, { every, upTo }),
  ),
);

/** Steps with ids `s1`, `s2`, ...; branches two deep, deciding on outcomes or on live data. */
const steps: fc.Arbitrary<(next: () => string) => Draft[]> = fc.letrec<{
  list: (next: () => string) => Draft[];
  fork: (next: () => string) => Draft;
}>((tie) => ({
  list: fc
    .array(
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf.map((make) => (next: () => string) => make(next())),
        tie('fork'),
      ),
      {
        maxLength: 5,
      },
    )
    .map((makers) => (next) => makers.map((make) => make(next))),
  fork: fc
    .record({ onOutcome: fc.boolean(), word: words, metric: metrics, then: tie('list'), otherwise: tie('list') })
    .map(({ onOutcome, word, metric, then, otherwise }) => (next) => {
      const id = next();
      return branch(id, [{ when: onOutcome ? outcomeIs('s1', word) : metric, steps: then(next) }], otherwise(next));
    }),
})).list;

/** Any plan that compiling lets through: bounded, forward only. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .record({ make: steps, exits: fc.subarray([0, 1, 2]), verify: fc.boolean(), upTo: durations })
  .map(({ make, exits, verify, upTo }) => {
    let count = 0;
    const all = [
      exitWhen('recovered', comparing('logins', '>=', 200)),
      exitAfter('too_long', upTo),
      exitWhen('churned', comparing('logins', '<', 1), 'lost'),
    ];
    return plan(
      make(() => `s${(count += 1)}`),
      {
        exits: exits.map((index) => all[index]!),
        verify: verify ? verifyAfter('30d', comparing('logins', '>=', 100), comparing('nps', '>=', 0)) : null,
      },
    );
  });

export const anyArm: fc.Arbitrary<RunArm> = fc.constantFrom('treatment', 'holdout');

/** What a fuzzer does next: mostly something that fits the state of the run, sometimes nonsense. */
export interface Nudge {
  readonly kind: 'fitting' | 'nonsense';
  readonly pick: number;
  readonly at: number;
  readonly word: string;
  readonly value: boolean | null;
  readonly nonsense: RunEvent;
}

const anyAt = fc.integer({ min: START - 10 * DAY, max: START + 200 * DAY });
const anyKey = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 20 })).map(([step, n]) => `s${step}#${n}`),
  fc.constantFrom('', '#', 'constructor#1', '__proto__#1', 's1'),
);
const settlement = fc.record({
  status: fc.constantFrom('done', 'opened', 'skipped', 'failed' as const),
  outcome: fc.constantFrom(null, 'sent', 'reached'),
});

const nonsense: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({ type: fc.constant('started' as const), at: anyAt, arm: anyArm }),
  fc.record({
    type: fc.constant('timer_fired' as const),
    at: anyAt,
    timer: fc.oneof(
      fc.constantFrom('verify', 'exit:too_long', 'constructor', ''),
      anyKey.map((key) => `wait:${key}`),
      anyKey.map((key) => `expire:${key}`),
    ),
  }),
  fc.record({ type: fc.constant('step_settled' as const), at: anyAt, key: anyKey, settlement }),
  fc.record({
    type: fc.constant('evaluated' as const),
    at: anyAt,
    request: fc.oneof(
      fc.constantFrom('verify', '?', ''),
      anyKey.map((key) => `${key}?3`),
    ),
    results: fc.array(fc.record({ value: fc.constantFrom(true, false, null), facts: fc.constant([]) }), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('task_closed' as const),
    at: anyAt,
    id: fc.constantFrom('e1', 'e2', 'e3'),
    key: anyKey,
    outcome: words,
    by: fc.constant('csm-1'),
  }),
  fc.record({
    type: fc.constant('exit_met' as const),
    at: anyAt,
    id: fc.constantFrom('e1', 'e4', 'e5'),
    exit: fc.constantFrom('recovered', 'churned', 'too_long', 'constructor'),
    facts: fc.constant([]),
  }),
);

export const anyNudge: fc.Arbitrary<Nudge> = fc.record({
  kind: fc.constantFrom('fitting', 'fitting', 'fitting', 'nonsense' as const),
  pick: fc.nat(1_000),
  at: anyAt,
  word: words,
  value: fc.constantFrom(true, false, null),
  nonsense,
});
