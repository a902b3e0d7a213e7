import { describe, expect, test } from '@jest/globals';
import { SEGMENTS, playbookText } from '../../test/support/playbook-text.js';
import { compileBook } from './compile-book.js';
import { notRunnable, sayNotRunnable } from './not-runnable.js';

const METRICS = {
  path: 'book/metrics.yaml',
  text: `apiVersion: playbook/v1
kind: Metrics
metrics:
  logins: { count: events, of: login, per: week }
  seats_bought: { seats: bought, per: day }
  minutes_used: { sum: minutes, of: login, per: week }
events: { login: { title: Login, properties: { minutes: number } } }
attributes: { state: { title: State, type: text } }
endpoints: { crm: { title: CRM } }
chats: { team: { title: Team } }
`,
};

function parts(blocks: Parameters<typeof playbookText>[0], head: Parameters<typeof playbookText>[1] = {}) {
  const { playbooks, catalogue, diagnostics } = compileBook([
    METRICS,
    SEGMENTS,
    { path: 'book/sample.playbook.yaml', text: playbookText(blocks, head) },
    { path: 'book/emails/hello.en.hbs', text: 'subject: Hello\n--- text\nHello\n' },
  ]);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [only] = playbooks;
  if (!only) throw new Error('not compiled');
  return notRunnable(only.plan, catalogue);
}

const said = (...given: Parameters<typeof parts>): string => sayNotRunnable(parts(...given));

describe('what the engine cannot carry out yet is told with its place and its word', () => {
  test('a playbook of today has nothing of it', () => {
    expect(said({})).toBe('');
    const steps = `steps:
  - { id: mail, if_it_fails: task, email: { template: hello, to: account.champion } }
  - { id: call, task: { title: Call, assign: account.csm, else_assign: account.manager, takes: 30min, due: 2bd, outcomes: [a, b] } }
  - { id: by_call, branch: [{ when: call.outcome is "a" and logins < 3, then: [{ id: rest, wait: 3d }] }, { otherwise: [] }] }`;
    expect(said({ steps })).toBe('');
  });

  test.each([
    ['start: { event: champion_left }', 'start (event)'],
    ['start: { every: month on day 1 at 09:00 }', 'start (every)'],
    ['start: { at: 7d after lifecycle.since }', 'start (at: lifecycle.since)'],
    ['start: { check: monthly on day 1 at 09:00, all: [logins < 3] }', 'start (check: monthly)'],
    ['start: { check: daily at 08:00, all: [user_health.score < 3] }', 'start (user_health.score)'],
    ['start: { check: daily at 08:00, any: [minutes_used < 3, logins < 2] }', 'start (minutes_used (sum))'],
  ])('%s', (start, what) => {
    expect(said({ start })).toBe(what);
  });

  test.each([
    ['wait: { until: 7d after lifecycle.since }', 'wait: until lifecycle.since'],
    ['ask: { to: account.champion, question: Well?, answers: [a, b], expires: 3d }', 'ask'],
    ['webhook: { endpoint: crm, send: [account.id] }', 'webhook'],
    ['chat: { channel: team, message: Look }', 'chat'],
  ])('step: %s', (verb, what) => {
    expect(parts({ steps: `steps: [{ id: one, ${verb} }]` })).toEqual([{ where: 'steps.one', what }]);
  });

  test.each([
    'wait: { until: monday at 09:00 }',
    'wait: { until: 30d before contract.end }',
    'wait_for: { event: login, at_most: 3d }',
    'wait_for: { condition: logins > 3, at_most: 3d }',
    'set: { attribute: state, to: called }',
    'parallel: { people: [{ id: rest, wait: 3d }], numbers: [{ id: look, check: { expect: logins > 0 } }] }',
    'wait: 3d, when: logins < 3',
    'email: { template: hello, to: account.champion }, retry: { times: 2, every: 1h }',
    'email: { template: hello, to: account.champion }, if_it_fails: stop',
  ])('nothing is missing for %s', (verb) => {
    expect(said({ steps: `steps: [{ id: one, ${verb} }]` })).toBe('');
  });

  test('a condition of a step is named beside what the step itself needs', () => {
    const steps = 'steps: [{ id: one, chat: { channel: team, message: Look }, when: user_health.score > 50 }]';
    expect(said({ steps })).toBe('steps.one (chat, user_health.score)');
  });

  test('everywhere else, too', () => {
    const all = parts(
      {
        enroll: 'enroll: { only: [account.tier is "a"], never: [judgement.rating <= 2] }',
        steps: 'steps: [{ id: look, check: { expect: contract.amount > 3 and user_health.score > 50 } }]',
        exit: 'exit: [{ id: gone, event: account_churned, as: lost }, { id: well, when: user_health.score > 80, as: success }]',
        verify: `verify:
  after: 30d
  objective: [{ id: up, expect: minutes_used > 3, primary: true }]
  subjective: [{ id: value, ask: account.csm, question: Better?, answers: [agree, disagree], good: [agree] }]`,
      },
      { timezone: 'contact', when_paused: 'extend' },
    );
    expect(sayNotRunnable(all)).toBe(
      'timezone (contact), enroll.never (judgement.rating), steps.look (contract.amount, user_health.score), ' +
        'exit.well (user_health.score), verify.up (minutes_used (sum)), verify.value (subjective)',
    );
  });
});
