import fc from 'fast-check';
import type { Plan } from '../../workflows/model/plan.js';
import type { RunArm, RunEvent, RunOrder } from '../../workflows/model/run.js';
import { comparing } from './plan-builder.js';
import {
  ask,
  asking,
  branch,
  chat,
  check,
  DAY,
  email,
  exitAfter,
  exitOn,
  exitWhen,
  inApp,
  modified,
  outcomeIs,
  parallel,
  plan,
  setAttribute,
  span,
  START,
  task,
  verifyAfter,
  wait,
  waitForCondition,
  waitForEvent,
  waitUntil,
  webhook,
  type Draft,
} from './run-builder.js';

const durations = fc.constantFrom('0d', '30min', '1d', '2bd', '1w', '1mo');
const words = fc.constantFrom('reached', 'no_answer', 'sent', 'expired');
const metrics = fc.constantFrom(comparing('logins', '>=', 100), comparing('nps', '<', 0));

const events = fc.constantFrom('champion_left', 'upgraded');

const plain = fc.oneof(
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
  fc.tuple(events, durations).map(
    ([event, atMost]) =>
      (id: string): Draft =>
        waitForEvent(id, event, atMost),
  ),
  fc.tuple(metrics, durations).map(
    ([condition, atMost]) =>
      (id: string): Draft =>
        waitForCondition(id, condition, atMost),
  ),
  durations.map(
    (expires) =>
      (id: string): Draft =>
        ask(id, expires, ['reached', 'no']),
  ),
  fc.constantFrom(webhook, chat, setAttribute).map(
    (make) =>
      (id: string): Draft =>
        make(id),
  ),
  fc.tuple(fc.integer({ min: 0, max: 6 }), durations).map(
    ([weekday, atMost]) =>
      (id: string): Draft =>
        waitUntil(id, { kind: 'weekday', weekday, at: { hour: 9, minute: 0 } }, atMost),
  ),
  fc.tuple(durations, fc.constantFrom('before' as const, 'after' as const), durations).map(
    ([offset, direction, atMost]) =>
      (id: string): Draft =>
        waitUntil(id, { kind: 'date', offset: span(offset), direction, anchor: 'contract.end' }, atMost),
  ),
);

const modifiers = fc.record({
  when: fc.option(
    fc.oneof(
      metrics,
      words.map((word) => outcomeIs('s1', word)),
    ),
    { nil: undefined, freq: 3 },
  ),
  retry: fc.option(fc.record({ times: fc.integer({ min: 1, max: 3 }), every: durations }), { nil: undefined, freq: 3 }),
  ifItFails: fc.constantFrom(undefined, undefined, 'task', 'continue', 'stop' as const),
});

const leaf = fc.tuple(plain, modifiers).map(
  ([make, { when, retry, ifItFails }]) =>
    (id: string): Draft =>
      modified(make(id), { ...(when ? { when } : {}), ...(retry ? { retry } : {}), ...(ifItFails ? { ifItFails } : {}) }),
);

/** Steps with ids `s1`, `s2`, ...; branches and lanes inside each other, deciding on outcomes or on live data. */
const steps: fc.Arbitrary<(next: () => string) => Draft[]> = fc.letrec<{
  list: (next: () => string) => Draft[];
  fork: (next: () => string) => Draft;
  lanes: (next: () => string) => Draft;
}>((tie) => ({
  list: fc
    .array(
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf.map((make) => (next: () => string) => make(next())),
        tie('fork'),
        tie('lanes'),
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
  lanes: fc.array(tie('list'), { minLength: 1, maxLength: 3 }).map((lists) => (next) => {
    const id = next();
    return parallel(id, Object.fromEntries(lists.map((list, index) => [`lane_${index + 1}`, list(next)])));
  }),
})).list;

/** Any plan that compiling lets through: bounded, forward only. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    make: steps,
    exits: fc.subarray([0, 1, 2, 3]),
    verify: fc.boolean(),
    questions: fc.subarray(['sees_value', 'would_renew']),
    upTo: durations,
    whenPaused: fc.constantFrom('keep', 'extend' as const),
    version: fc.constantFrom(1, 2),
  })
  .map(({ make, exits, verify, questions, upTo, whenPaused, version }) => {
    let count = 0;
    const all = [
      exitWhen('recovered', comparing('logins', '>=', 200)),
      exitAfter('too_long', upTo),
      exitWhen('churned', comparing('logins', '<', 1), 'lost'),
      exitOn('left', 'champion_left', 'lost'),
    ];
    const verified = verifyAfter('30d', comparing('logins', '>=', 100), comparing('nps', '>=', 0));
    const asked = questions.length === 0 ? {} : { subjective: questions.map((id) => asking(id)) };
    return plan(
      make(() => `s${(count += 1)}`),
      {
        exits: exits.map((index) => all[index]!),
        verify: verify ? { ...verified, ...asked } : null,
        whenPaused,
        version,
      },
    );
  });

export const anyArm: fc.Arbitrary<RunArm> = fc.constantFrom('treatment', 'holdout');

/** What a fuzzer does next: mostly something that fits the state of the run, sometimes nonsense. */
export interface Nudge {
  readonly kind: 'fitting' | 'nonsense' | 'order' | 'migrate';
  readonly pick: number;
  readonly at: number;
  readonly word: string;
  readonly value: boolean | null;
  readonly nonsense: RunEvent;
  readonly order: RunOrder;
  readonly to: Plan;
  /** Of a channel that answers now: it could not. */
  readonly fails: boolean;
}

const anyAt = fc.integer({ min: START - 10 * DAY, max: START + 200 * DAY });
const anyKey = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 20 })).map(([step, n]) => `s${step}#${n}`),
  fc.constantFrom('', '#', 'constructor#1', '__proto__#1', 's1', 'verify.sees_value#9'),
);
const settlement = fc.record({
  status: fc.constantFrom('done', 'opened', 'skipped', 'failed' as const),
  outcome: fc.constantFrom(null, 'sent', 'reached'),
});

const anyStep = fc.constantFrom('s1', 's2', 's3', 's4', 's5', 's6', 's7', 'verify.sees_value', 'constructor');
const orderBase = {
  at: anyAt,
  id: fc.integer({ min: 0, max: 30 }).map((n) => `o${n}`),
  by: fc.constant('manager-1'),
  reason: fc.constant('on request'),
};

/** Any order, sensible or not; `migrate` is made by the fuzzer, which knows a plan to move to. */
const anyOrder: fc.Arbitrary<RunOrder> = fc.oneof(
  fc.record({ type: fc.constant('pause' as const), ...orderBase, resumeAt: fc.oneof(fc.constant(null), anyAt) }),
  fc.record({ type: fc.constant('resume' as const), ...orderBase }),
  fc.record({ type: fc.constant('cancel' as const), ...orderBase }),
  fc.record({ type: fc.constant('skip_step' as const), ...orderBase, step: anyStep }),
  fc.record({ type: fc.constant('retry_step' as const), ...orderBase, step: anyStep }),
  fc.record({ type: fc.constant('hand_over' as const), ...orderBase, to: fc.constantFrom('csm-2', 'csm-3') }),
);

const nonsense: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({ type: fc.constant('unknown' as const), at: anyAt, id: fc.constant('u1'), what: fc.constant('signal nudge') }),
  fc.record({
    type: fc.constant('account_event' as const),
    at: anyAt,
    id: fc.integer({ min: 0, max: 9 }).map((n) => `a${n}`),
    event: fc.oneof(events, fc.constant('constructor')),
  }),
  fc.record({
    type: fc.constant('condition_met' as const),
    at: anyAt,
    id: fc.integer({ min: 0, max: 9 }).map((n) => `m${n}`),
    key: anyKey,
    facts: fc.constant([]),
  }),
  fc.record({
    type: fc.constant('answered' as const),
    at: anyAt,
    id: fc.integer({ min: 0, max: 9 }).map((n) => `w${n}`),
    key: anyKey,
    answer: words,
    by: fc.constant('decision-maker-1'),
  }),
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
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('fitting' as const) },
    { weight: 3, arbitrary: fc.constant('nonsense' as const) },
    { weight: 3, arbitrary: fc.constant('order' as const) },
    { weight: 1, arbitrary: fc.constant('migrate' as const) },
  ),
  pick: fc.nat(1_000),
  at: anyAt,
  word: words,
  value: fc.constantFrom(true, false, null),
  nonsense,
  order: anyOrder,
  to: anyPlan,
  fails: fc.boolean(),
});
