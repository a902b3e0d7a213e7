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

describe('a run that cannot be carried out yet is not guessed at', () => {
  const steps = `steps:
  - id: lanes
    parallel: { one: [{ id: a, wait: 1d }], two: [{ id: b, wait: 2d, when: health.score < 10 }] }`;

  test('a test that asks for the run is skipped with every reason; one that asks for the enrollment is not', () => {
    const tests = `tests:
  - { name: runs, given: { health: { score: 50 } }, expect: { ran: [a, b] } }
  - { name: enters, given: { health: { score: 50 } }, expect: { enrolled: true } }
  - { name: stays out, given: { health: { score: 90 } }, expect: { enrolled: false, because: health.score < 60 } }
  - { name: enters all the same, given: { health: { score: 50 } }, expect: { enrolled: false, ran: [] } }`;
    expect(results({ steps, tests }).map(({ status, notRunnable }) => [status, notRunnable])).toEqual([
      [
        'skipped',
        [
          { where: 'steps.lanes', what: 'parallel' },
          { where: 'steps.b', what: 'when' },
        ],
      ],
      ['passed', []],
      ['passed', []],
      ['failed', []],
    ]);
  });

  test('a question of the verification skips only what asks for the result', () => {
    const verify = `verify:
  after: 30d
  objective: [{ id: up, expect: health.score >= 70, primary: true }]
  subjective: [{ id: sees_value, ask: account.csm, question: Better?, answers: [agree, disagree], good: [agree] }]`;
    const tests = `tests:
  - { name: runs, given: { health: { score: 50 } }, timeline: [{ at: 1d, close: { call: reached } }], expect: { ran: [call] } }
  - { name: ends, given: { health: { score: 50 } }, timeline: [{ at: 40d, answer: { sees_value: agree } }], expect: { result: success } }`;
    expect(results({ verify, tests }).map(({ status, notRunnable }) => [status, ...notRunnable])).toEqual([
      ['passed'],
      ['skipped', { where: 'verify.sees_value', what: 'subjective' }],
    ]);
  });
});
