import fc from 'fast-check';
import type { NamedCondition } from '../../workflows/model/condition.js';
import type { Plan } from '../../workflows/model/plan.js';
import { comparing } from './plan-builder.js';
import {
  ask,
  asking,
  branch,
  chat,
  check,
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
  task,
  verifyAfter,
  wait,
  waitForCondition,
  waitForEvent,
  waitUntil,
  webhook,
  type Draft,
} from './run-builder.js';

/** Makes a step under the id it is given. */
type Make = (id: string) => Draft;
type MakeSome = (next: () => string) => Draft[];

const durations = fc.constantFrom('0d', '30min', '12h', '1d', '1d', '2d', '2bd', '1w', '1w', '1mo');
const lengths = fc.constantFrom('30min', '12h', '1d', '2d', '2bd', '1w');
const words = fc.constantFrom('reached', 'no_answer', 'sent', 'expired', 'happened', 'met');
const steps = fc.integer({ min: 1, max: 4 }).map((n) => `s${n}`);
const metrics = fc.constantFrom(comparing('logins', '>=', 100), comparing('nps', '<', 0), comparing('logins', '<', 60));
const events = fc.constantFrom('champion_left', 'upgraded');
const conditions: fc.Arbitrary<NamedCondition> = fc.oneof(
  metrics,
  fc.tuple(steps, words).map(([step, word]) => outcomeIs(step, word)),
);
/** The pace of a check and its bound: a handful of questions, else a pair is nothing but them. */
const paces = fc.constantFrom(
  { every: '30min', upTo: '2h' },
  { every: '1d', upTo: '2d' },
  { every: '1d', upTo: '1d' },
  { every: '1w', upTo: '1mo' },
  { every: '2bd', upTo: '1w' },
  { every: '1w', upTo: '1d' },
);

function making<T>(of: fc.Arbitrary<T>, make: (id: string, value: T) => Draft): fc.Arbitrary<Make> {
  return of.map((value) => (id) => make(id, value));
}

const touch = making(fc.constantFrom(email, inApp, webhook, chat, setAttribute), (id, make) => make(id));
const tasks = making(fc.record({ due: lengths, expires: durations, escalate: durations }), task);
const waits = making(durations, wait);
const questions = making(durations, (id, expires) => ask(id, expires, ['reached', 'no']));
const checks = making(fc.tuple(metrics, fc.option(paces, { nil: undefined })), (id, [expect, pace]) => check(id, expect, pace));
const weekdays = making(
  fc.record({ weekday: fc.integer({ min: 0, max: 6 }), hour: fc.constantFrom(2, 9), atMost: lengths }),
  (id, { weekday, hour, atMost }) => waitUntil(id, { kind: 'weekday', weekday, at: { hour, minute: 30 } }, atMost),
);
const dates = making(
  fc.record({ offset: durations, direction: fc.constantFrom('before' as const, 'after' as const), atMost: durations }),
  (id, { offset, direction, atMost }) =>
    waitUntil(id, { kind: 'date', offset: span(offset), direction, anchor: 'contract.end' }, atMost),
);
const waitsFor = fc.oneof(
  making(fc.tuple(events, durations), (id, [event, atMost]) => waitForEvent(id, event, atMost)),
  making(fc.tuple(metrics, durations), (id, [condition, atMost]) => waitForCondition(id, condition, atMost)),
);

const modifiers = fc.record(
  {
    when: conditions,
    retry: fc.record({ times: fc.integer({ min: 1, max: 2 }), every: durations }),
    ifItFails: fc.constantFrom('task', 'continue', 'stop' as const),
  },
  { requiredKeys: [] },
);

const leaf: fc.Arbitrary<MakeSome> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: touch },
      { weight: 3, arbitrary: tasks },
      { weight: 3, arbitrary: waits },
      { weight: 2, arbitrary: questions },
      { weight: 2, arbitrary: waitsFor },
      { weight: 2, arbitrary: checks },
      { weight: 1, arbitrary: weekdays },
      { weight: 1, arbitrary: dates },
    ),
    fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: modifiers }),
  )
  .map(([make, modifier]) => (next) => [modified(make(next()), modifier)]);

const inOrder =
  (some: readonly MakeSome[]): MakeSome =>
  (next) =>
    some.flatMap((make) => make(next));

/** Steps at most so deep in branches and lanes. */
function stepsWithin(depth: number): fc.Arbitrary<MakeSome> {
  const longest = depth === 3 ? 7 : 2;
  if (depth === 0) return fc.array(leaf, { maxLength: longest }).map(inOrder);
  const inner = stepsWithin(depth - 1);
  const fork = fc
    .record({
      when: fc.array(conditions, { minLength: 1, maxLength: 2 }),
      arms: fc.array(inner, { minLength: 2, maxLength: 2 }),
      otherwise: inner,
    })
    .map(({ when, arms, otherwise }): MakeSome => (next) => {
      const id = next();
      return [branch(id, when.map((each, index) => ({ when: each, steps: arms[index]!(next) })), otherwise(next))]; // prettier-ignore
    });
  const lanes = fc.array(inner, { minLength: 1, maxLength: 3 }).map((lists): MakeSome => (next) => {
    const id = next();
    return [parallel(id, Object.fromEntries(lists.map((list, index) => [`lane_${index + 1}`, list(next)])))];
  });
  const one = fc.oneof({ weight: 7, arbitrary: leaf }, { weight: 1, arbitrary: fork }, { weight: 1, arbitrary: lanes });
  return fc.array(one, { minLength: depth === 3 ? 2 : 0, maxLength: longest }).map(inOrder);
}

/** A plan of the whole grammar, up to three deep in branches and lanes, of about ten steps named `s1`, `s2`, ... */
export const grammarPlan: fc.Arbitrary<Plan> = fc
  .record({
    make: stepsWithin(3),
    exits: fc.subarray([0, 1, 2, 3], { maxLength: 3 }),
    after: fc.constantFrom('12h', '1w', '1mo', '1mo'),
    verify: fc.boolean(),
    verifyAfter: durations,
    questions: fc.subarray(['sees_value', 'would_renew']),
    whenPaused: fc.constantFrom('keep', 'extend' as const),
  })
  .map(({ make, exits, after, verify, questions: asked, whenPaused, ...rest }) => {
    let count = 0;
    const all = [
      exitWhen('recovered', comparing('logins', '>=', 200)),
      exitAfter('too_long', after),
      exitWhen('churned', comparing('logins', '<', 1), 'lost'),
      exitOn('left', 'champion_left', 'lost'),
    ];
    const verified = verifyAfter(rest.verifyAfter, comparing('logins', '>=', 100), comparing('nps', '>=', 0));
    const subjective = asked.length === 0 ? {} : { subjective: asked.map((id) => asking(id, '1w')) };
    return plan(
      make(() => `s${(count += 1)}`),
      { exits: exits.map((index) => all[index]!), verify: verify ? { ...verified, ...subjective } : null, whenPaused },
    );
  });
