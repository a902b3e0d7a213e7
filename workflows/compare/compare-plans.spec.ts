import { describe, expect, test } from '@jest/globals';
import { compileText, playbookText } from '../../test/support/playbook-text.js';
import { changeText } from './change-text.js';
import { compareBooks } from './compare-books.js';
import { comparePlans, type PlanWithTemplates } from './compare-plans.js';
import { standingOf } from './standing.js';

const HELLO = 'subject: Hello\n--- text\nDear {{contact.name}}\n';
const STEPS = `steps:
  - id: call
    task: { title: Call, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then:
          - id: mail
            email: { template: hello, to: account.champion }
      - otherwise: [{ id: settle, wait: 7d }]
  - id: rest
    wait: 3d
  - id: look
    check: { expect: health.score >= 70, every: 7d, up_to: 21d }`;

function book(steps: string, hello = HELLO): PlanWithTemplates {
  const { diagnostics, playbooks } = compileText(playbookText({ steps }), { 'hello.en': hello });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return playbooks[0] as PlanWithTemplates;
}

const before = book(STEPS);

function changes(steps: string, hello = HELLO): readonly string[] {
  return comparePlans(before, book(steps, hello)).map(changeText);
}

describe('two versions of a playbook', () => {
  test('that say the same have no changes', () => {
    expect(changes(STEPS)).toEqual([]);
  });

  test('a wait made shorter is told in the words of the file', () => {
    expect(changes(STEPS.replace('wait: 7d', 'wait: 5d'))).toEqual(['step settle: wait 7d -> 5d']);
  });

  test('each field of a step is told by itself', () => {
    expect(changes(STEPS.replace('due: 2bd, outcomes: [reached, no_answer]', 'due: 3bd, outcomes: [reached, gone]'))).toEqual([
      'step call: due 2bd -> 3bd',
      'step call: outcomes reached, no_answer -> reached, gone',
    ]);
  });

  test('a condition is told with its text', () => {
    expect(changes(STEPS.replace('is "reached"', 'is "no_answer"'))).toEqual([
      'step split: arm 1 when call.outcome is "reached" -> call.outcome is "no_answer"',
    ]);
  });

  test('a step more and a step less are told with their place', () => {
    expect(changes(STEPS.replace('- id: rest\n    wait: 3d', '- id: pause\n    wait: 4d'))).toEqual([
      'step pause added (wait, after split)',
      'step rest removed (wait, after split)',
    ]);
  });

  test('another verb under the same id is one change, not one for each field', () => {
    expect(changes(STEPS.replace('{ id: settle, wait: 7d }', '{ id: settle, check: { expect: health.score >= 70 } }'))).toEqual([
      'step settle: verb wait -> check',
    ]);
  });

  test('only the step that was moved is told, not those it was moved past', () => {
    const moved = STEPS.replace('  - id: rest\n    wait: 3d\n', '').replace('steps:\n', 'steps:\n  - id: rest\n    wait: 3d\n');
    expect(changes(moved)).toEqual(['step rest moved: after split -> first']);
  });

  test('a step moved into an arm is told with the arm', () => {
    const moved = STEPS.replace('  - id: rest\n    wait: 3d\n', '').replace(
      '[{ id: settle, wait: 7d }]',
      '[{ id: settle, wait: 7d }, { id: rest, wait: 3d }]',
    );
    expect(changes(moved)).toEqual(['step rest moved: after split -> after settle in split: otherwise']);
  });

  test('a template is told by language and part', () => {
    expect(changes(STEPS, HELLO.replace('Hello', 'Good day'))).toEqual(['template hello (en): subject Hello -> Good day']);
  });
});

describe('two books', () => {
  const empty = { catalogue: null, playbooks: [] };
  const now = { catalogue: null, playbooks: [before] };

  test('a playbook is new, unchanged, only published, or has kept its version by mistake', () => {
    const status = (a: typeof empty | typeof now, b: typeof empty | typeof now) =>
      compareBooks(a, b).playbooks.map((one) => one.status);
    expect(status(empty, now)).toEqual(['new']);
    expect(status(now, now)).toEqual(['unchanged']);
    expect(status(now, empty)).toEqual(['only_published']);
    const changed = { catalogue: null, playbooks: [book(STEPS.replace('7d }]', '5d }]'))] };
    expect(status(now, changed)).toEqual(['version_not_raised']);
  });
});

describe('where a live run stands to a step', () => {
  const at = (active: readonly string[], started: readonly string[], step: string, verifying = false) =>
    standingOf(before.plan, { active, started, verifying }, step);

  test('before it while a way leads there, in it, after it', () => {
    expect(at(['call'], ['call'], 'settle')).toBe('before');
    expect(at(['settle'], ['call', 'split', 'settle'], 'settle')).toBe('at');
    expect(at(['rest'], ['call', 'split', 'settle', 'rest'], 'settle')).toBe('after');
  });

  test('a step in the arm that was not taken is passed by', () => {
    expect(at(['settle'], ['call', 'split', 'settle'], 'mail')).toBe('passed_by');
    expect(at([], ['call', 'split', 'mail', 'rest', 'look'], 'settle', true)).toBe('passed_by');
  });

  test('a run that has begun nothing stands before every step', () => {
    expect(before.plan.order.map((step) => at([], [], step))).toEqual(before.plan.order.map(() => 'before'));
  });
});
