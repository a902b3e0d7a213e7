import { describe, expect, test } from '@jest/globals';
import { formatPlaybook } from './format-playbook.js';

const HEAD = 'apiVersion: playbook/v1\nkind: Playbook\n';

/** What comes of the lines behind the head of a playbook. */
function formatted(body: string): string {
  const { text } = formatPlaybook({ path: 'a.playbook.yaml', text: HEAD + body });
  return (text ?? '').slice(HEAD.length);
}

describe('the canonical layout', () => {
  test('puts keys in order, at every depth', () => {
    const body = 'steps:\n    - wait: 7d\n      id: settle\nid: a\ntitle: { zh: 挽回, en: Rescue }\n';
    expect(formatted(body)).toBe('id: a\ntitle: { en: Rescue, zh: 挽回 }\nsteps:\n  - id: settle\n    wait: 7d\n');
  });

  test('leaves keys that only the author knows where they are, and unknown ones at the end', () => {
    const body =
      'steps:\n  - parallel:\n      zebra: [{ id: b, wait: 1d }]\n      ant: [{ id: c, wait: 1d }]\n    whenn: x\n    id: a\n';
    expect(formatted(body)).toBe(
      'steps:\n  - id: a\n    parallel:\n      zebra: [{ id: b, wait: 1d }]\n      ant: [{ id: c, wait: 1d }]\n    whenn: x\n',
    );
  });

  test('a comment goes with the key or item it is about', () => {
    const body = [
      '# how it starts',
      'start: # once',
      '  # two weeks',
      '  all: [a > 1] # why',
      '  check: daily at 08:00',
      '# who it is',
      'id: a # identity',
      'exit:',
      '  # the good end',
      '  - as: success',
      '    id: done',
      '  # - { id: off, after: 3d, as: lost }',
      '',
    ].join('\n');
    expect(formatted(body)).toBe(
      [
        '# who it is',
        'id: a # identity',
        '# how it starts',
        'start: # once',
        '  check: daily at 08:00',
        '  # two weeks',
        '  all: [a > 1] # why',
        'exit:',
        '  # the good end',
        '  - id: done',
        '    as: success',
        '  # - { id: off, after: 3d, as: lost }',
        '',
      ].join('\n'),
    );
  });

  test('opens brackets that hold a comment or do not fit a line', () => {
    expect(formatted('enroll: {\n  never: [account.muted], # quiet\n  holdout: 10% }\n')).toBe(
      'enroll:\n  never: [account.muted] # quiet\n  holdout: 10%\n',
    );
    const long = Array.from({ length: 12 }, (_, index) => `a_rather_long_step_${index}`);
    expect(formatted(`tests: [{ expect: { ran: [${long.join(', ')}] } }]\n`)).toBe(
      `tests:\n  - expect:\n      ran:\n${long.map((step) => `        - ${step}\n`).join('')}`,
    );
  });

  test('takes quotes away that do nothing, and no others', () => {
    const body = [
      'goal: "Logins up"',
      "owner: 'yes'",
      "title: 'Call {{ account.name }}'",
      "start: { at: 90d before contract.end, time: '09:30', any: ['health.score < 60', 'account.tier in [\"a\", \"b\"]'] }",
      'exit: [{ id: "on", when: "account.tier in [1]: x", as: \'a # b\' }]',
      '',
    ].join('\n');
    expect(formatted(body)).toBe(
      [
        "title: 'Call {{ account.name }}'",
        "owner: 'yes'",
        'goal: Logins up',
        'start: { at: 90d before contract.end, time: \'09:30\', any: [health.score < 60, \'account.tier in ["a", "b"]\'] }',
        'exit: [{ id: "on", when: "account.tier in [1]: x", as: \'a # b\' }]',
        '',
      ].join('\n'),
    );
  });

  test('keeps block texts line for line, and folds a long text of several lines', () => {
    const words = Array.from({ length: 30 }, (_, index) => `word${index}`);
    const body = `goal: |\n      one\n        two\n\n\nowner: ${words.slice(0, 15).join(' ')}\n  ${words.slice(15).join(' ')}\n`;
    const text = formatted(body);
    expect(text).toMatch(/^\nowner: >-\n(?: {2}word\d.*\n)+goal: \|\n {2}one\n {4}two\n$/);
  });

  test('has LF, one empty line at most, no space at ends, and one line end at the end', () => {
    const { text } = formatPlaybook({ path: 'a.yaml', text: `\ufeff${HEAD}\n\n\nid: a   \n\n`.replaceAll('\n', '\r\n') });
    expect(text).toBe(`${HEAD}\nid: a\n`);
  });
});

describe('a file that is not laid out', () => {
  test('is left alone when it is not well-formed, with what is wrong', () => {
    const { text, diagnostics } = formatPlaybook({ path: 'a.yaml', text: 'kind: Playbook\nsteps: [\n' });
    expect({ text, code: diagnostics[0]?.code }).toEqual({ text: null, code: 'yaml-syntax' });
  });

  test('stays as it is when it is of no kind of ours', () => {
    const text = 'kind:   Mapping\nb: 1\na:    2\n';
    expect(formatPlaybook({ path: 'a.yaml', text }).text).toBe(text);
  });
});
