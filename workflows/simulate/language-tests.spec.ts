import { describe, expect, test } from '@jest/globals';
import { CATALOGUE, SEGMENTS, playbookText } from '../../test/support/playbook-text.js';
import { compileBook } from '../compile/compile-book.js';
import type { PlaybookTestResult } from './playbook-test-result.js';
import { runPlaybookTest } from './run-playbook-test.js';

const EVENTS =
  '{ login: { title: Login }, seat_opened: { title: Open }, seat_closed: { title: Shut }, training_booked: { title: Booked } }';
const FILES = [
  { ...CATALOGUE, text: `${CATALOGUE.text}events: ${EVENTS}\n` },
  SEGMENTS,
  {
    path: 'book/lifecycle.yaml',
    text: `apiVersion: playbook/v1
kind: Lifecycle
stages: [{ id: begun, title: Begun, from: 0d after contract.start }]
milestones: [{ id: key_behaviour, title: Key behaviour, event: training_booked, by: { default: day 90, mid: day 120 } }]
`,
  },
];

/** Runs the tests of a playbook that is written in the language. */
function results(blocks: Parameters<typeof playbookText>[0]): readonly PlaybookTestResult[] {
  const files = [...FILES, { path: 'book/sample.playbook.yaml', text: playbookText(blocks) }];
  const { diagnostics, playbooks, catalogue } = compileBook(files);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [only] = playbooks;
  if (!only || !catalogue) throw new Error('not compiled');
  return only.tests.map((one) => runPlaybookTest(only.plan, catalogue, one));
}

function result(blocks: Parameters<typeof playbookText>[0]): PlaybookTestResult {
  const [one] = results(blocks);
  if (!one) throw new Error('no test');
  return one;
}

const began = ({ trace }: PlaybookTestResult): string => new Date(trace[0]?.at ?? 0).toISOString().slice(0, 16);
const ENTERS =
  'tests: [{ name: a, given: { contract: { start: 2025-01-01 }, lifecycle: { since: 2025-02-01 } }, expect: { enrolled: true } }]';

describe('every door is taken as reached, on a day on which it is open', () => {
  test.each([
    ['{ event: training_booked }', '2026-01-05T08:00'],
    ['{ every: week on friday at 09:30 }', '2026-01-09T09:30'],
    ['{ every: month on day 3 at 09:00 }', '2026-02-03T09:00'],
    ['{ every: quarter on day 1 at 09:00 }', '2026-04-01T09:00'],
    ['{ missed: key_behaviour }', '2025-04-01T08:00'],
    ['{ missed: key_behaviour by day 10, time: "10:00" }', '2025-01-11T10:00'],
    ['{ at: 7d after lifecycle.since }', '2025-02-08T08:00'],
    ['{ check: monthly on day 2 at 07:00, all: [health.score is missing] }', '2026-02-02T07:00'],
  ])('%s', (start, when) => {
    const one = result({ start: `start: ${start}`, tests: ENTERS });
    expect([one.status, began(one)]).toEqual(['passed', when]);
  });

  test('the target day is that of the account’s segment', () => {
    const tests = ENTERS.replace('contract:', 'account: { segment: mid }, contract:');
    expect(began(result({ start: 'start: { missed: key_behaviour }', tests }))).toBe('2025-05-01T08:00');
  });

  test('a milestone that is reached keeps the account out', () => {
    const tests = 'tests: [{ name: a, given: { milestones: { key_behaviour: reached } }, expect: { enrolled: false } }]';
    const one = result({ start: 'start: { missed: key_behaviour }', tests });
    expect([one.status, one.actual.because]).toEqual(['passed', ['key_behaviour is reached']]);
  });
});

describe('conditions read what a test tells', () => {
  const given = `{
    health: { score: 50 }, user_health: { score: 40, band: red }, judgement: { rating: 2 }, events: { training_booked: 3 },
    roles: { decision_maker: inactive }, lifecycle: { stage: begun, since: 2025-12-26 }, platform: { logins: 20 },
    percentile: { logins: 20% }, milestones: { key_behaviour: not_reached }, contract: { amount: 900, renewal: open }, logins: 10 }`;

  test.each([
    'user_health.score < 50 and user_health.band is "red"',
    'judgement.rating <= 2',
    'count(training_booked, 30d) >= 3',
    'role_filled("decision_maker") and not role_active("decision_maker")',
    'lifecycle.stage is "begun" and days_in_stage >= 10d',
    'logins < platform_average(logins) and percentile(logins) < 30%',
    'not reached(key_behaviour)',
    'contract.amount < 1000 and contract.renewal is "open"',
  ])('%s', (condition) => {
    const expects = (enrolled: boolean) => `{ name: is ${enrolled}, given: ${given}, expect: { enrolled: ${enrolled} } }`;
    const start = `start: { check: daily at 08:00, all: ['${condition}'] }`;
    expect(results({ start, tests: `tests:\n  - ${expects(true)}\n  - ${expects(false)}` }).map(({ status }) => status)).toEqual([
      'passed',
      'failed',
    ]);
  });
});

describe('what happens in the timeline', () => {
  const HEALTHY = 'given: { health: { score: 50 } }';

  test('an event takes the exit that waits for it', () => {
    const one = result({
      exit: 'exit: [{ id: booked, event: training_booked, as: success }]',
      tests: `tests: [{ name: a, ${HEALTHY}, timeline: [{ at: 3d, event: training_booked }], expect: { exited: booked, ran: [], result: success } }]`,
    });
    expect(one.differences).toEqual([]);
  });

  test('a step that is said to fail does, from that moment on', () => {
    const steps =
      'steps: [{ id: settle, wait: 2d }, { id: mail, email: { template: hello, to: account.champion } }, { id: more, wait: 2d }]';
    const tests = `tests: [{ name: a, ${HEALTHY}, timeline: [{ at: 1d, fail: [mail] }], expect: { ran: [settle, more] } }]`;
    const files = [
      ...FILES,
      { path: 'book/sample.playbook.yaml', text: playbookText({ steps, tests }) },
      { path: 'book/emails/hello.en.hbs', text: 'subject: Hello\n--- text\nHello\n' },
    ];
    const { playbooks, catalogue } = compileBook(files);
    const [only] = playbooks;
    const one = runPlaybookTest(only!.plan, catalogue!, only!.tests[0]!);
    expect(one.differences).toEqual([]);
    expect(one.trace).toContainEqual(expect.objectContaining({ type: 'step_settled', step: 'mail', status: 'failed' }));
  });
});

describe('every verb is carried out', () => {
  const HEALTHY = 'given: { health: { score: 50 } }';
  const one = (steps: string, test: string, more: Parameters<typeof playbookText>[0] = {}) =>
    result({ steps: `steps:\n${steps}`, tests: `tests: [{ name: a, ${HEALTHY}, ${test} }]`, ...more });

  test.each([
    [
      'lanes end each in its time',
      '  - { id: lanes, parallel: { one: [{ id: a, wait: 1d }], two: [{ id: b, wait: 2d }] } }',
      'expect: { ran: [a, b] }',
    ],
    [
      'a step is left out unless its condition is true',
      '  - { id: b, wait: 2d, when: health.score < 10 }',
      'expect: { ran: [] }',
    ],
    [
      'an event ends a wait for it',
      '  - { id: w, wait_for: { event: training_booked, at_most: 9d } }',
      'timeline: [{ at: 3d, event: training_booked }], expect: { outcomes: { w: happened } }',
    ],
    [
      'a wait for an event runs out',
      '  - { id: w, wait_for: { event: training_booked, at_most: 9d } }',
      'timeline: [{ at: 3d, event: seat_opened }], expect: { outcomes: { w: ran_out } }',
    ],
    [
      'a wait for a condition ends when it is seen',
      '  - { id: w, wait_for: { condition: health.score >= 65, at_most: 9d } }',
      'timeline: [{ at: 3d, health: { score: 70 } }], expect: { outcomes: { w: happened } }',
    ],
    [
      'a wait for a condition runs out',
      '  - { id: w, wait_for: { condition: health.score >= 65, at_most: 9d } }',
      'expect: { outcomes: { w: ran_out } }',
    ],
    [
      'a question is answered',
      '  - { id: q, ask: { to: account.champion, question: Well?, answers: [agree, unsure], expires: 5d } }',
      'timeline: [{ at: 3d, answer: { q: unsure } }], expect: { outcomes: { q: unsure } }',
    ],
    [
      'nobody answers',
      '  - { id: q, ask: { to: account.champion, question: Well?, answers: [agree, unsure], expires: 5d } }',
      'expect: { ran: [q], outcomes: { q: no_answer } }',
    ],
    ['a wait lasts until a weekday', '  - { id: w, wait: { until: friday at 09:00 } }', 'expect: { ran: [w] }'],
  ])('%s', (_law, steps, test) => {
    expect(one(steps, test).differences).toEqual([]);
  });

  test('a wait until a date ends at that date, and at its bound when the date is not known', () => {
    const steps = '  - { id: w, wait: { until: 30d before contract.end, at_most: 100d } }';
    const ends = (given: string) => {
      const tests = `tests: [{ name: a, given: { date: 2026-01-05, health: { score: 50 }, ${given} }, expect: { ran: [w] } }]`;
      const { trace } = result({ steps: `steps:\n${steps}`, tests });
      const settled = trace.find(({ type }) => type === 'step_settled');
      return new Date(settled?.at ?? 0).toISOString().slice(0, 10);
    };
    expect(ends('contract: { end: 2026-03-31 }')).toBe('2026-03-01');
    expect(ends('contract: {}')).toBe('2026-04-15');
  });

  test('a question of the verification is answered when it is put, however early the test says the answer', () => {
    const verify = `verify:
  after: 30d
  subjective: [{ id: sees_value, ask: account.csm, question: Better?, answers: [agree, disagree], good: [agree] }]`;
    const { differences, trace, actual } = one(
      '  - { id: w, wait: 2d }',
      'timeline: [{ at: 1d, answer: { sees_value: agree } }], expect: { ran: [w] }',
      { verify },
    );
    expect([differences, actual.result]).toEqual([[], 'completed']);
    expect(trace).toContainEqual(
      expect.objectContaining({ type: 'subjective_verified', answer: 'agree', good: true, by: 'test' }),
    );
  });
});

describe('what people order in the timeline', () => {
  const run = (timeline: string, expects: string, more: Parameters<typeof playbookText>[0] = {}) =>
    result({
      steps: 'steps: [{ id: early, wait: 2d }, { id: late, wait: 5d }]',
      tests: `tests: [{ name: a, given: { health: { score: 50 } }, timeline: [${timeline}], expect: { ${expects} } }]`,
      ...more,
    });
  const days = ({ trace }: PlaybookTestResult) =>
    trace.flatMap((entry) =>
      entry.type === 'step_settled' ? [`${entry.step} ${(entry.at - (trace[0]?.at ?? 0)) / 86_400_000}`] : [],
    );

  test('a pause keeps what follows from starting; what was under way ends when it is due or when the run goes on', () => {
    const one = run('{ at: 1d, pause: quiet please }, { at: 4d, resume: true }', 'ran: [early, late]');
    expect([one.differences, days(one)]).toEqual([[], ['early 4', 'late 9']]);
    expect(one.trace).toContainEqual(expect.objectContaining({ type: 'run_paused', reason: 'quiet please', by: 'test' }));
  });

  test('an exit met during a pause is taken when the run goes on', () => {
    const exit = 'exit: [{ id: well, when: health.score >= 90, as: success }]';
    const one = run('{ at: 1d, pause: true }, { at: 2d, health: { score: 95 } }, { at: 6d, resume: true }', 'exited: well', {
      exit,
    });
    expect([one.differences, days(one)]).toEqual([[], ['early 6']]);
    expect(one.trace.filter(({ type }) => type === 'event_held' || type === 'event_ignored')).toHaveLength(1);
  });

  test('a run that is cancelled has that result, and no step after it', () => {
    expect(run('{ at: 3d, cancel: contract dissolved }', 'ran: [early], result: cancelled').differences).toEqual([]);
  });

  test('a step under way is cut short, and one to come is left out', () => {
    expect(days(run('{ at: 1d, skip: [early, late] }', 'ran: []'))).toEqual(['early 1', 'late 1']);
  });

  test('in one entry the run goes on first and is halted last', () => {
    const one = run('{ at: 1d, pause: true }, { at: 3d, resume: true, skip: [early] }', 'ran: [late]');
    expect([one.differences, days(one)]).toEqual([[], ['early 3', 'late 8']]);
  });

  test('what cannot be ordered is a mistake in the test, with the reason', () => {
    expect(
      run('{ at: 1d, resume: true }, { at: 4d, skip: [early] }, { at: 90d, cancel: too late }', 'ran: [early, late]').differences,
    ).toEqual([
      { what: 'timeline: resume', expected: 'a run for which it can be ordered', actual: 'the run is not paused', seq: 3 },
      {
        what: 'timeline: skip early',
        expected: 'a run for which it can be ordered',
        actual: 'step early is over already',
        seq: 7,
      },
      { what: 'timeline: cancel', expected: 'a run for which it can be ordered', actual: 'the run was over', seq: 13 },
    ]);
  });

  test('an answer that nobody waits for is a mistake in the test', () => {
    const steps =
      'steps: [{ id: w, wait: 5d }, { id: q, ask: { to: account.csm, question: Well?, answers: [agree, unsure], expires: 2d } }]';
    expect(run('{ at: 1d, answer: { q: agree } }', 'ran: [w, q]', { steps }).differences).toEqual([
      { what: 'timeline: answer q', expected: 'an open question', actual: 'the question was not open', seq: 3 },
    ]);
  });
});

test('a run that asks too often to come to an end fails its test instead of stopping everything', () => {
  const steps = 'steps: [{ id: look, check: { expect: health.score >= 90, every: 1min, up_to: 365d } }]';
  const tests = 'tests: [{ name: a, given: { health: { score: 50 } }, expect: { ran: [look] } }]';
  expect(result({ steps, tests })).toMatchObject({
    status: 'failed',
    differences: [{ what: 'the run', expected: 'an end', actual: expect.stringContaining('more than 50000 events') }],
  });
});
