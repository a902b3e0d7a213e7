import { describe, expect, test } from '@jest/globals';
import { EVERY_VERB_PLAN } from '../../test/support/every-verb-plan.js';
import type { Plan, StartDoor } from '../model/plan.js';
import type { PlaybookTest } from '../model/playbook-test.js';
import { explainPlaybook } from './explain-playbook.js';
import type { ExplainSubject } from './subject.js';

const subject = (plan: Plan, rest: Partial<ExplainSubject> = {}): ExplainSubject => ({
  plan,
  templates: {},
  catalogue: null,
  ...rest,
});
const both = (plan: Plan, rest: Partial<ExplainSubject> = {}): string =>
  explainPlaybook(subject(plan, rest), 'en') + explainPlaybook(subject(plan, rest), 'zh');

/** Another word of a closed set; every other text gets a letter more. */
const OTHER_WORD: Readonly<Record<string, string>> = {
  success: 'lost',
  lost: 'expired',
  expired: 'success',
  stop: 'continue',
  continue: 'stop',
  extend: 'keep',
  before: 'after',
  email: 'in_app',
  in_app: 'email',
  'contract.end': 'contract.start',
  '>=': '<',
  '<=': '>',
  '<': '>=',
  '>': '<=',
  '=': '<',
  day: 'week',
  week: 'month',
  month: 'week',
  quarter: 'month',
  all: 'any',
  any: 'all',
  d: 'w',
  bd: 'd',
  w: 'd',
  h: 'min',
  min: 'h',
};
/** Not written by an author, or said by what stands beside it. */
const DERIVED = ['format', 'contentHash', 'text', 'type', 'order', 'next', 'first', 'verb', 'otherwise'];

type Path = readonly (string | number)[];

function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  const last = path.at(-1);
  if (typeof last === 'string' && DERIVED.includes(last)) return [];
  // What a condition or a door is cannot be changed without changing its parts.
  if (last === 'kind' && value !== 'all' && value !== 'any') return [];
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
  return value === null ? [] : [path];
}

function changed(value: unknown): unknown {
  if (typeof value === 'number') return value > 0 && value < 1 ? value / 2 : value + 1;
  if (typeof value === 'boolean') return !value;
  return OTHER_WORD[String(value)] ?? `${String(value)}x`;
}

function withChange<T>(root: T, path: Path): T {
  const copy = structuredClone(root);
  let parent = copy as Record<string, unknown>;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
  const last = String(path.at(-1));
  parent[last] = changed(parent[last]);
  return copy;
}

const START_DOORS: readonly StartDoor[] = [
  EVERY_VERB_PLAN.start,
  { kind: 'event', event: 'champion_left', when: EVERY_VERB_PLAN.enroll.only[0] ?? null },
  {
    kind: 'at_date',
    offset: { amount: 90, unit: 'd' },
    direction: 'before',
    anchor: 'contract.end',
    at: { hour: 8, minute: 0 },
    when: null,
  },
  { kind: 'every_period', period: { every: 'week', weekday: 1, day: null, at: { hour: 9, minute: 0 } }, when: null },
  { kind: 'every_period', period: { every: 'quarter', weekday: null, day: 1, at: { hour: 9, minute: 0 } }, when: null },
  { kind: 'milestone_missed', milestone: 'key_behaviour', byDay: 90, at: { hour: 8, minute: 0 }, when: null },
];

const TEST: PlaybookTest = {
  name: 'as it should go',
  span: { line: 1, column: 1, endLine: 1, endColumn: 2 },
  given: {
    date: '2026-03-02',
    account: { segment: 'mid', muted: false },
    health: { score: 52, band: 'red' },
    userHealth: { score: 30, band: 'yellow' },
    contract: { start: '2025-08-14', end: '2026-08-14', seats: 40, amount: 12_000, product: 'pro', renewal: 'open' },
    lifecycle: { stage: 'mature', since: '2026-01-01' },
    judgement: { rating: 2 },
    milestones: { key_behaviour: true },
    events: { support_call: 3 },
    roles: { decision_maker: 'active' },
    tickets: { p1: 2 },
    platform: { usage_rate: 0.4 },
    segment: { usage_rate: 0.3 },
    percentile: { usage_rate: 0.2 },
    metrics: { logins: [400, 180], visits: 7 },
  },
  timeline: [
    {
      at: { amount: 7, unit: 'd' },
      span: { line: 1, column: 1, endLine: 1, endColumn: 2 },
      account: { status: 'churned' },
      health: { score: 80 },
      contract: {},
      close: { call: 'reached' },
      answer: { sees_value: 'agree' },
      event: 'champion_left',
      fail: ['mail'],
      metrics: { logins: 300 },
    },
  ],
  expect: {
    enrolled: true,
    because: 'account.muted',
    skipped: 'suppressed',
    ran: ['call', 'mail'],
    outcomes: { usage: 'met' },
    exited: 'recovered',
    result: 'success',
  },
};

describe('every value of a playbook influences its explanation', () => {
  const base = both(EVERY_VERB_PLAN);
  test.each(leavesOf(EVERY_VERB_PLAN).map((path) => [path.join('.'), path] as const))('%s', (_name, path) => {
    expect(both(withChange(EVERY_VERB_PLAN, path))).not.toBe(base);
  });

  test.each(START_DOORS.map((start) => [start.kind, start] as const))('a start: %s', (_kind, start) => {
    const plan = { ...EVERY_VERB_PLAN, start };
    const text = both(plan);
    for (const path of leavesOf(start, ['start'])) {
      expect([path.join('.'), both(withChange(plan, path)) === text]).toEqual([path.join('.'), false]);
    }
  });

  test('a test', () => {
    const text = both(EVERY_VERB_PLAN, { tests: [TEST] });
    const paths = leavesOf(TEST).filter((path) => path.at(0) !== 'span' && !path.includes('span') && path.at(-1) !== 'skipped');
    expect(paths.length).toBeGreaterThan(30);
    for (const path of paths) {
      const other = both(EVERY_VERB_PLAN, { tests: [withChange(TEST, path)] });
      expect([path.join('.'), other === text]).toEqual([path.join('.'), false]);
    }
  });

  test('a parameter', () => {
    const parameter = {
      id: 'tone',
      type: 'text' as const,
      title: { en: 'Tone', zh: '语气' },
      values: ['warm', 'plain'],
      default: 'warm',
    };
    const text = both(EVERY_VERB_PLAN, { parameters: [parameter] });
    for (const path of [['id'], ['title', 'en'], ['title', 'zh'], ['values', 0], ['default']]) {
      expect(both(EVERY_VERB_PLAN, { parameters: [withChange(parameter, path)] })).not.toBe(text);
    }
  });
});

describe('defaults are written out', () => {
  const bare: Plan = {
    ...EVERY_VERB_PLAN,
    timezone: 'account',
    start: {
      kind: 'at_date',
      offset: { amount: 90, unit: 'd' },
      direction: 'before',
      anchor: 'contract.end',
      at: { hour: 8, minute: 0 },
      when: null,
    },
    enroll: { only: [], never: [], againAfter: null, atMost: null, holdout: 0, priority: 50 },
    first: 'call',
    steps: {
      call: {
        id: 'call',
        next: null,
        verb: 'task',
        title: { en: 'Call' },
        assign: 'account.csm',
        due: { amount: 2, unit: 'bd' },
        expires: { amount: 30, unit: 'd' },
        checklist: [],
        noteAtLeast: null,
        outcomes: ['done'],
        escalate: null,
      },
    },
    order: ['call'],
    exits: [],
    verify: null,
  };

  test('in both languages', () => {
    const { whenPaused: _extend, ...rest } = bare;
    const en = explainPlaybook(subject(rest), 'en');
    const zh = explainPlaybook(subject(rest), 'zh');
    // time zone, pause, time of day, nothing else asked, only, never, again, limit, control group, priority, exits, verification, failures
    expect(en.match(/\((holdout 0%, the )?default\)/g)).toHaveLength(13);
    expect(zh.match(/（(holdout 0%，)?默认）/g)).toHaveLength(13);
    for (const text of ['no checklist', 'no note', '15 minutes of work', 'after 30 days', 'nobody else is told'])
      expect(en).toContain(text);
  });

  test('a value written as the default reads like the default', () => {
    const { whenPaused: _extend, ...rest } = bare;
    expect(both({ ...rest, whenPaused: 'keep' })).toBe(both(rest));
  });
});

test('that churned accounts stay out is said but of what their leaving starts', () => {
  const started = (event: string) => explainPlaybook(subject({ ...EVERY_VERB_PLAN, start: { kind: 'event', event, when: null } }), 'en'); // prettier-ignore
  expect(started('champion_left')).toContain('A churned account never enters.');
  expect(started('account_churned')).not.toContain('never enters');
  expect(started('account_churned')).toContain('Churned accounts may enter');
});

describe('an explanation is total', () => {
  test('a plan with holes and a step that comes round again ends', () => {
    const mail = EVERY_VERB_PLAN.steps['mail_manager'];
    if (!mail) throw new Error('no such step');
    const loop = {
      ...EVERY_VERB_PLAN,
      first: 'a',
      steps: { a: { ...mail, id: 'a', next: 'b' }, b: { ...mail, id: 'b', next: 'a' } },
    };
    expect(explainPlaybook(subject(loop), 'en').match(/^\d+\. /gm)).toHaveLength(2);
    expect(explainPlaybook(subject({ ...loop, first: 'nowhere' }), 'en')).toContain('There are no steps.');
  });

  test('texts of an author stay on their line and cannot steer a terminal', () => {
    const hostile = { ...EVERY_VERB_PLAN, title: { en: 'a\u001b[31m\n# b\u202e' }, goal: 'x\r\n\u2028- y' };
    const text = explainPlaybook(subject(hostile), 'en');
    expect(text.split('\n')[0]).toBe('# a[31m # b');
    expect(text).toContain('Goal: x - y\n');
  });
});
