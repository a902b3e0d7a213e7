import { describe, expect, test } from '@jest/globals';
import { CATALOGUE, SEGMENTS, playbookText } from '../../test/support/playbook-text.js';
import { compileBook } from '../compile/compile-book.js';
import { coverageOf, waysOf } from './coverage.js';
import { sayDifference, testPlaybook, testRefusal, type TestedPlaybook } from './test-playbook.js';
import { junitTests } from './junit-tests.js';

const EVENTS = 'events: { login: {}, seat_opened: {}, seat_closed: {}, training_booked: {} }';

function tested(steps: string, tests: readonly string[], exit = 'exit: []'): TestedPlaybook {
  const text = playbookText({ steps: `steps:\n${steps}`, exit, verify: '', tests: `tests:\n${tests.join('\n')}` });
  const files = [
    { ...CATALOGUE, text: `${CATALOGUE.text}${EVENTS}\n` },
    SEGMENTS,
    { path: 'book/sample.playbook.yaml', text },
    { path: 'book/emails/hello.en.hbs', text: 'subject: Hello\n--- text\nHello\n' },
  ];
  const { playbooks, catalogue, diagnostics } = compileBook(files);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [only] = playbooks;
  if (!only || !catalogue) throw new Error('not compiled');
  return testPlaybook(only, catalogue);
}

let count = 0;
const enters = (timeline = '', expected = 'enrolled: true'): string =>
  `  - { name: t${count++}, given: { health: { score: 50 } }, timeline: [${timeline}], expect: { ${expected} } }`;

describe('what the tests of a playbook do not try is told in its own words', () => {
  const CALL = '  - { id: call, task: { title: Call, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] } }';
  const ASK = '  - { id: q, ask: { to: account.csm, question: Well?, answers: [agree, unsure], expires: 5d } }';
  const WAIT = '  - { id: w, wait_for: { event: training_booked, at_most: 9d } }';
  const CHECK = '  - { id: early, wait: 1d }\n  - { id: look, check: { expect: health.score >= 60 } }';
  const WHEN = '  - { id: early, wait: 1d }\n  - { id: w, when: health.score >= 60, wait: 1d }';
  const MAIL =
    '  - { id: early, wait: 1d }\n  - { id: mail, if_it_fails: continue, email: { template: hello, to: account.csm } }';
  const FORK = `${CALL}\n  - { id: fork, branch: [{ when: call.outcome is "reached", then: [] }, { otherwise: [] }] }`;

  test.each<[string, string, string, readonly string[], readonly string[]]>([
    ['a task that nobody closes', CALL, '{ at: 1d, close: { call: reached } }', ['call: expired'], []],
    ['a question that nobody answers', ASK, '{ at: 1d, answer: { q: agree } }', ['q: no_answer'], []],
    ['a wait that runs out', WAIT, '{ at: 1d, event: training_booked }', ['w: ran_out'], ['w: happened']],
    ['a check that is met', CHECK, '{ at: 1h, health: { score: 70 } }', ['look: not_met'], ['look: met']],
    [
      'a step that is left out',
      WHEN,
      '{ at: 1h, health: { score: 70 } }',
      ['w: left out, health.score >= 60 is not true'],
      ['w: done, health.score >= 60 is true'],
    ],
    ['a step that fails', MAIL, '{ at: 1h, fail: [mail] }', [], ['mail: fails (if_it_fails: continue)']],
    [
      'each arm of a branch',
      FORK,
      '{ at: 1d, close: { call: reached } }',
      ['call: expired', 'fork: otherwise'],
      ['call: expired', 'fork: call.outcome is "reached"'],
    ],
  ])('%s', (_law, steps, timeline, withIt, otherwise) => {
    expect(tested(steps, [enters(timeline)]).coverage.untested).toEqual(withIt);
    const other = otherwise.length > 0 && steps === FORK ? '{ at: 1d, close: { call: no_answer } }' : '';
    if (steps !== CALL && steps !== ASK) expect(tested(steps, [enters(other)]).coverage.untested).toEqual(otherwise);
    expect(tested(steps, [enters(timeline), enters(other), enters()]).coverage.untested).toEqual([]);
  });

  test('each exit', () => {
    const exit = 'exit: [{ id: well, when: health.score >= 75, as: success }, { id: late, after: 5d, as: expired }]';
    const one = tested('  - { id: a, wait: 4d }\n  - { id: b, wait: 4d }', [enters()], exit);
    expect(one.coverage).toEqual({ playbook: 'sample', covered: 1, total: 2, untested: ['exit well'] });
  });

  test('what a person leaves out says nothing about its condition', () => {
    const late = WHEN;
    expect(tested(late, [enters('{ at: 1h, skip: [w] }')]).coverage.covered).toBe(0);
  });

  test('a playbook with nothing that could go either way is covered', () => {
    const { coverage } = tested('  - { id: w, wait: 9d }', [enters()]);
    expect([coverage.covered, coverage.total]).toEqual([0, 0]);
  });

  test('every way has its own id', () => {
    const { playbooks } = compileBook([
      CATALOGUE,
      SEGMENTS,
      { path: 'book/sample.playbook.yaml', text: playbookText({ steps: `steps:\n${FORK}\n${CHECK}` }) },
    ]);
    const ids = waysOf(playbooks[0]!.plan).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(coverageOf(playbooks[0]!.plan, []).covered).toBe(0);
  });
});

describe('a playbook whose tests fail may not be published', () => {
  const steps = '  - { id: w, wait: 9d }';

  test('the first test that fails is named, with its first difference', () => {
    const one = tested(
      steps,
      [enters(), enters('', 'ran: [], exited: null'), enters('', 'result: lost')].map((text) =>
        text.replace(', exited: null', ''),
      ),
    );
    const [, second] = one.tests;
    expect(testRefusal(one)).toBe(`the test "${second!.name}" fails (and 1 more of its tests): ran: expected [], was [w]`);
    expect(sayDifference(second!.differences[0]!)).toBe('ran: expected [], was [w]');
  });

  test('one without tests, or with green ones, may', () => {
    expect(testRefusal({ tests: [] })).toBeNull();
    expect(testRefusal(tested(steps, [enters()]))).toBeNull();
  });

  test('junit has a suite per playbook, a case per test, and texts that cannot break it', () => {
    const one = tested(steps, [
      '  - { name: "a <b> & \\"c\\"", given: { health: { score: 50 } }, expect: { ran: [] } }',
      enters(),
    ]);
    const xml = junitTests([one]);
    expect(xml).toContain(
      '<testsuite name="sample" file="book/sample.playbook.yaml" tests="2" failures="1" errors="0" skipped="0" time="0">',
    );
    expect(xml).toContain('<testcase name="a &lt;b&gt; &amp; &quot;c&quot;" classname="sample"');
    expect(xml).toContain('<failure type="test-failed" message="ran: expected [], was [w]">');
    expect(xml.match(/<testcase /g)).toHaveLength(2);
  });
});
