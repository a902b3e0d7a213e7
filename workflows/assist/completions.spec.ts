import { describe, expect, test } from '@jest/globals';
import { keysOf } from '../language/vocabulary/mappings.js';
import { UNKNOWN_NAMES } from '../language/playbook-scope.js';
import type { MetricDefinition } from '../model/catalogue.js';
import type { BookHelp } from './book-help.js';
import type { Completion } from './completion.js';
import { completionsAt } from './completions.js';
import { hoverAt } from './hover.js';

const logins: MetricDefinition = {
  id: 'logins',
  title: { en: 'Logins', zh: '登录次数' },
  type: 'number',
  per: 'week',
  source: { kind: 'count_events', event: 'login' },
  whenEmpty: 'zero',
  range: [0, null],
};
const help: BookHelp = {
  names: { ...UNKNOWN_NAMES, metrics: { logins }, segments: ['smb', 'mid'], events: ['champion_left', 'login'] },
  templates: ['welcome', 'recap'],
};
const HEAD = 'apiVersion: playbook/v1\nkind: Playbook\n';

function offer(text: string): readonly Completion[] {
  const whole = HEAD + text;
  const offset = whole.indexOf('^');
  return completionsAt(whole.slice(0, offset) + whole.slice(offset + 1), offset, help);
}
const labels = (text: string): readonly string[] => offer(text).map(({ label }) => label);
/** What the file reads when a completion is taken. */
function taken(text: string, label: string): string {
  const found = offer(text).find((one) => one.label === label);
  const before = text.slice(0, text.indexOf('^'));
  return found ? before.slice(0, before.length - found.length) + found.insert : '';
}

describe('completion', () => {
  test('a step is offered exactly the verbs and modifiers of the language, until it has a verb', () => {
    expect(labels('steps:\n  - id: a\n    ^')).toEqual(keysOf('step').filter((key) => key !== 'id'));
    expect(labels('steps:\n  - id: a\n    wait: 7d\n    ^')).not.toContain('email');
    expect(labels('steps:\n  - id: a\n    wait: 7d\n    ^')).toContain('when');
  });

  test('a door beside a door is not offered', () => {
    expect(labels('start:\n  check: daily at 08:00\n  ^')).not.toContain('event');
    expect(labels('start:\n  ^')).toContain('event');
  });

  test('a closed set offers its words, a recipient those that the verb can reach', () => {
    expect(labels('exit:\n  - { id: a, as: ^')).toEqual(['success', 'lost', 'expired']);
    expect(labels('steps:\n  - id: a\n    task:\n      assign: ^')).toEqual(['account.csm', 'account.manager']);
  });

  test('references offer what the book and the file have', () => {
    expect(labels('start: { event: ^')).toEqual(['champion_left', 'login']);
    expect(labels('steps:\n  - id: a\n    email:\n      template: ^')).toEqual(['welcome', 'recap']);
    expect(labels('steps:\n  - id: call\n    wait: 1d\ntests:\n  - expect:\n      ran:\n        - ^')).toEqual(['call']);
  });

  test('a condition is offered metrics, outcomes of steps, names and functions', () => {
    const found = labels('steps:\n  - id: call\n    wait: 1d\nstart:\n  all:\n    - he^');
    expect(found).toEqual(expect.arrayContaining(['logins', 'call.outcome', 'health.score', 'wow_drop']));
    expect(taken('start:\n  all:\n    - logins < 3 and he^', 'health.score')).toContain('- logins < 3 and health.score');
  });

  test('a comparison with a closed set is offered its words, in quotes', () => {
    expect(taken('enroll:\n  only:\n    - account.segment is sm^', 'smb')).toContain('account.segment is "smb"');
    expect(taken('enroll:\n  only:\n    - account.segment is "^', 'mid')).toContain('account.segment is "mid"');
  });

  test('nothing is offered in comments and in files of other programs', () => {
    expect(labels('# ^')).toEqual([]);
    expect(completionsAt('kind: Deployment\n', 17, help)).toEqual([]);
  });

  test('every offset of a playbook has an answer', () => {
    const text = `${HEAD}start: { check: daily at 08:00, all: [logins < 3] }\nsteps:\n  - id: a\n    wait: 7d\n`;
    for (let offset = 0; offset <= text.length; offset += 1) expect(completionsAt(text, offset, help)).toBeInstanceOf(Array);
  });
});

describe('hover', () => {
  const hover = (text: string, word: string, locale: 'en' | 'zh' = 'en') =>
    hoverAt(HEAD + text, HEAD.length + text.indexOf(word) + 1, help, locale)?.markdown ?? null;

  test('a key tells what it is for, its default and an example, in both languages', () => {
    expect(hover('timezone: account\n', 'timezone')).toMatch(/^\*\*timezone\*\* \(default: `account`\)/);
    expect(hover('timezone: account\n', 'timezone', 'zh')).toContain('时区');
    expect(hover('steps:\n  - { id: a, wait: 7d }\n', 'wait')).toContain('`wait:');
  });

  test('a function, a name and a metric tell what they are worth', () => {
    expect(hover('start: { all: [wow_drop(logins) >= 50%] }', 'wow_drop')).toContain('wow_drop(metric)');
    expect(hover('start: { all: [health.score < 60] }', 'health.score')).toContain('health score');
    expect(hover('start: { all: [logins < 3] }', 'logins', 'zh')).toContain('登录次数');
  });

  test('a word that means nothing has no hover', () => {
    expect(hover('goal: zebra\n', 'zebra')).toBeNull();
  });
});
