import { describe, expect, test } from '@jest/globals';
import {
  CATALOGUE,
  PLAYBOOK_FILE,
  SEGMENTS,
  codes,
  compileText,
  diagnose,
  playbookText,
} from '../../test/support/playbook-text.js';
import { compileBook, type CompiledPlaybook } from './compile-book.js';

const STEPS = `steps:
  - id: call
    task: { title: Call, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then:
          - id: mail
            email: { template: hello, to: account.champion }
          - id: inner
            branch:
              - when: health.score < 30
                then: [{ id: deep, wait: 1d }]
              - otherwise: []
      - when: call.outcome is "expired"
        then: []
      - otherwise: [{ id: settle, wait: 7d }]
  - id: look
    check: { expect: health.score >= 70, every: 7d, up_to: 21d }`;
const HELLO = { 'hello.en': 'subject: Hello\n--- text\nDear {{contact.name}}\n' };

function only(text: string, templates: Record<string, string> = {}): CompiledPlaybook {
  const { diagnostics, playbooks } = compileText(text, templates);
  // What is compiled is of no concern to advice.
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(playbooks).toHaveLength(1);
  return playbooks[0] as CompiledPlaybook;
}

describe('a plan', () => {
  const { plan, templates, tests, source, file } = only(playbookText({ steps: STEPS }), HELLO);

  test('lays nested steps out flat; arms join where their branch goes on', () => {
    expect(plan.first).toBe('call');
    expect(plan.order).toEqual(['call', 'split', 'mail', 'inner', 'deep', 'settle', 'look']);
    expect(Object.fromEntries(Object.values(plan.steps).map(({ id, next }) => [id, next]))).toEqual({
      call: 'split',
      split: 'look',
      mail: 'inner',
      inner: 'look',
      deep: 'look',
      settle: 'look',
      look: null,
    });
    expect(plan.steps['split']).toMatchObject({ arms: [{ first: 'mail' }, { first: null }], otherwise: 'settle' });
    expect(plan.steps['inner']).toMatchObject({ arms: [{ first: 'deep' }], otherwise: null });
  });

  test('carries every default as a constant', () => {
    expect(plan).toMatchObject({
      format: 1,
      playbook: 'sample',
      version: 1,
      timezone: 'account',
      enroll: { only: [], never: [], againAfter: null, atMost: null, holdout: 0.1, priority: 50 },
    });
    expect(plan.steps['call']).toMatchObject({
      due: { amount: 2, unit: 'bd' },
      expires: { amount: 30, unit: 'd' },
      checklist: [],
      noteAtLeast: null,
      escalate: null,
    });
  });

  test('keeps its templates, tests and source beside it', () => {
    expect(templates).toEqual({ hello: { en: { subject: 'Hello', text: 'Dear {{contact.name}}', html: null } } });
    expect(tests.map(({ name }) => name)).toEqual(['a healthy account is left alone', 'a sick one is not']);
    expect([file, source]).toEqual([PLAYBOOK_FILE, playbookText({ steps: STEPS })]);
  });

  test('is frozen to its leaves, and plain JSON', () => {
    const frozen = (value: unknown): boolean =>
      value === null || typeof value !== 'object' || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(plan)).toBe(true);
    expect(frozen(templates)).toBe(true);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  test('several conditions of a start become one, whose parts keep their texts', () => {
    const start = 'start:\n  check: daily at 08:00\n  all:\n    - health.score < 60\n    - wow_drop(logins) >= 50% for 2 weeks';
    expect(only(playbookText({ start })).plan.start).toMatchObject({
      kind: 'becomes_true',
      cadence: { every: 'day', weekday: null, at: { hour: 8, minute: 0 } },
      when: { text: 'health.score < 60 and (wow_drop(logins) >= 50% for 2 weeks)', condition: { kind: 'all' } },
    });
  });

  test('reads every kind of start', () => {
    const start = (text: string) =>
      only(playbookText({ start: `start: ${text}`, tests: 'tests: [{ name: a, given: {}, expect: { enrolled: true } }]' })).plan
        .start;
    expect(start('{ at: 90d before contract.end }')).toEqual({
      kind: 'at_date',
      offset: { amount: 90, unit: 'd' },
      direction: 'before',
      anchor: 'contract.end',
      at: { hour: 8, minute: 0 },
      when: null,
    });
    expect(start('{ at: 21d after contract.start, time: "09:30", all: [logins < 5] }')).toMatchObject({
      direction: 'after',
      anchor: 'contract.start',
      at: { hour: 9, minute: 30 },
      when: { text: 'logins < 5' },
    });
    expect(start('{ check: weekly on monday at 07:05, all: [logins < 5] }')).toMatchObject({
      cadence: { every: 'week', weekday: 1, at: { hour: 7, minute: 5 } },
    });
    const byHand = {
      start: 'start: { manual: true }',
      enroll: '',
      tests: 'tests: [{ name: a, given: {}, expect: { enrolled: true } }]',
    };
    expect(only(playbookText(byHand)).plan.start).toEqual({ kind: 'manual' });
  });
});

describe('the content hash', () => {
  const hash = (text: string, templates = HELLO): string => only(text, templates).plan.contentHash;
  const base = playbookText({ steps: STEPS });

  test('is the same for the same meaning: comments, spacing, the order of keys and of files do not count', () => {
    const other = base
      .replace('id: sample\nversion: 1\n', 'version: 1 # first\nid: sample\n')
      .replace('    - health.score < 60', '    - "health.score   <60"');
    expect(other).not.toBe(base);
    expect(hash(other)).toBe(hash(base));
    const files = [
      { path: PLAYBOOK_FILE, text: base },
      { path: 'book/adoption/emails/hello.en.hbs', text: HELLO['hello.en'] },
      SEGMENTS,
      CATALOGUE,
    ];
    expect(compileBook(files).playbooks[0]?.plan.contentHash).toBe(hash(base));
    expect(compileBook([...files].reverse()).playbooks[0]?.plan.contentHash).toBe(hash(base));
  });

  test('changes with anything a run would notice: a condition, a duration, a title, one letter of a template', () => {
    const variants = [
      hash(base),
      hash(base.replace('health.score < 60', 'health.score < 61')),
      hash(base.replace('wait: 7d', 'wait: 8d')),
      hash(base.replace('version: 1', 'version: 2')),
      hash(base.replace('title: Call,', 'title: Phone,')),
      hash(base, { 'hello.en': HELLO['hello.en'].replace('Dear', 'dear') }),
    ];
    expect(new Set(variants).size).toBe(variants.length);
    for (const one of variants) expect(one).toMatch(/^[0-9a-f]{64}$/);
  });

  test('does not change with tests, for a run never sees them', () => {
    expect(hash(base.replace('a healthy account is left alone', 'another name'))).toBe(hash(base));
  });
});

describe('a book', () => {
  test('without metrics is told so once, and compiles nothing', () => {
    const book = compileBook([{ path: PLAYBOOK_FILE, text: playbookText() }]);
    expect(book.diagnostics.map(({ code }) => code)).toEqual(['no-metrics']);
    expect([book.catalogue, book.playbooks]).toEqual([null, []]);
  });

  test('passes over files that are none of its business', () => {
    const files = [
      CATALOGUE,
      { path: 'README.md', text: '# hi' },
      { path: 'data.json', text: '{' },
      { path: 'autopilot.yaml', text: 'kind: Autopilot\nseed: 1\n' },
    ];
    expect(compileBook(files).diagnostics).toEqual([]);
    expect(compileBook([]).diagnostics).toEqual([]);
  });

  test('with a mistake in one playbook still compiles the others', () => {
    const wrong = {
      path: 'book/wrong.playbook.yaml',
      text: playbookText({}, { id: 'wrong' }).replace('health.score < 60', 'helth.score < 60'),
    };
    const { diagnostics, playbooks } = compileBook([CATALOGUE, SEGMENTS, wrong, { path: PLAYBOOK_FILE, text: playbookText() }]);
    expect(diagnostics.map(({ file, code }) => [file, code])).toEqual([['book/wrong.playbook.yaml', 'unknown-name']]);
    expect(playbooks.map(({ plan }) => plan.playbook)).toEqual(['sample']);
  });

  test('with a mistake in its metrics tells that one alone, and compiles nothing', () => {
    const metrics = {
      ...CATALOGUE,
      text: CATALOGUE.text.replace('count: events, of: login, per: week', 'count: evnts, of: login, per: week'),
    };
    const { diagnostics, playbooks, catalogue } = compileBook([metrics, SEGMENTS, { path: PLAYBOOK_FILE, text: playbookText() }]);
    expect(diagnostics.map(({ file, code }) => [file, code])).toEqual([[CATALOGUE.path, 'invalid-value']]);
    expect([catalogue, playbooks]).toEqual([null, []]);
  });

  test('refuses the same playbook id in two files, the same metric in two files', () => {
    const copy = { path: 'book/copy.playbook.yaml', text: playbookText() };
    expect(
      compileBook([CATALOGUE, copy, { path: PLAYBOOK_FILE, text: playbookText() }]).diagnostics.map(({ code }) => code),
    ).toEqual(['duplicate-id']);
    const twice = compileBook([CATALOGUE, { ...CATALOGUE, path: 'book/more.yaml' }]).diagnostics.map(({ code }) => code);
    expect(new Set(twice)).toEqual(new Set(['duplicate-id']));
  });

  test('warns of a template that nobody sends, and guesses what it was meant to be', () => {
    const templates = { ...HELLO, 'helo.en': HELLO['hello.en'] };
    const found = diagnose(playbookText({ steps: STEPS }), templates);
    const [warning, ...rest] = found.filter(({ code }) => code.startsWith('template'));
    expect(rest).toEqual([]);
    expect(warning).toMatchObject({ severity: 'warning', code: 'template-unused', suggestion: 'is it meant to be hello?' });
    expect(compileText(playbookText({ steps: STEPS }), templates).playbooks).toHaveLength(1);
  });

  test('tells all mistakes of a file at once, sorted by place', () => {
    const text = playbookText({}, { version: 'one' })
      .replace('health.score < 60', 'loginz < 5')
      .replace('due: 2bd', 'due: 2')
      .replace('health.score >= 75', 'health.score >= 750')
      .replace('after: 30d', 'afterr: 30d');
    const found = diagnose(text);
    expect(found.map(({ code }) => code)).toEqual([
      'wrong-shape',
      'unknown-name',
      'invalid-duration',
      'always-false',
      'unknown-key',
    ]);
    const lines = found.map(({ span }) => span.line);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  test('a broken task does not make its outcome unknown further down', () => {
    expect(codes(playbookText({ steps: STEPS.replace('due: 2bd', 'due: 2') }), HELLO)).toEqual(['error invalid-duration']);
    const template = { 'hello.en': 'subject: Hello\n--- text\n{{outcome.call}}\n' };
    expect(codes(playbookText({ steps: STEPS.replace('due: 2bd', 'due: 2') }), template)).toEqual(['error invalid-duration']);
    expect(codes(playbookText({ steps: STEPS.replace('task: {', 'taks: {') }), template)).toEqual(['error unknown-key']);
  });

  test('has a catalogue that is frozen and hashed by content', () => {
    const { catalogue } = compileText(playbookText());
    expect(Object.keys(catalogue?.metrics ?? {})).toEqual([
      'activation_rate',
      'logins',
      'monthly_logins',
      'nps',
      'seats_bought',
      'seats_opened',
    ]);
    expect(catalogue?.metrics['logins']).toEqual({
      id: 'logins',
      title: { en: 'logins' },
      type: 'number',
      per: 'week',
      source: { kind: 'count_events', event: 'login' },
      whenEmpty: 'zero',
      range: [0, null],
    });
    expect(catalogue?.metrics['seats_opened']?.source).toEqual({
      kind: 'open_contacts',
      opened: 'seat_opened',
      closed: 'seat_closed',
      withinTerm: true,
    });
    expect(catalogue?.segments.map(({ id, when }) => [id, when?.text ?? null])).toEqual([
      ['mid', 'seats_bought >= 50'],
      ['smb', null],
    ]);
    expect(Object.isFrozen(catalogue?.metrics)).toBe(true);
    const changed = compileBook([{ ...CATALOGUE, text: CATALOGUE.text.replace('per: week', 'per: day') }]).catalogue;
    expect(changed?.contentHash).not.toBe(compileBook([CATALOGUE]).catalogue?.contentHash);
  });
});

describe('a text of a step', () => {
  const steps = (title: string): string => `steps:
  - id: call
    task: { title: Call, assign: account.csm, due: 2bd, outcomes: [reached] }
  - id: settle
    wait: 7d
  - id: split
    branch: [{ when: call.outcome is "reached", then: [{ id: later, wait: 1d }] }, { otherwise: [] }]
  - id: again
    task: { title: '${title}', assign: account.csm, due: 2bd, outcomes: [reached] }`;
  const found = (title: string) => codes(playbookText({ steps: steps(title) })).filter((code) => code.startsWith('error'));

  test('names the outcomes of steps that have one, and of no others, as conditions and templates do', () => {
    expect(found('Again: {{ outcome.call }}')).toEqual([]);
    expect(found('Again: {{ outcome.settle }}')).toEqual(['error template-path']);
    expect(found('Again: {{ outcome.split }}')).toEqual(['error template-path']);
    expect(found('Again: {{ outcome.later }}')).toEqual(['error template-path']);
  });
});

describe('an argument after a comma within brackets', () => {
  const found = (blocks: Parameters<typeof playbookText>[0]) =>
    diagnose(playbookText(blocks)).map(({ message, suggestion }) => [message, suggestion]);

  test('is one mistake with one message, in a mapping and in a list', () => {
    const step = (expect: string) => ({ steps: `steps:\n  - { id: look, check: { expect: ${expect} } }` });
    const rest = 'the text before this ends at the comma, and "14d)" is read as a key';
    expect(found(step('role_active("champion", 14d)'))).toEqual([[rest, 'put the whole text in quotes']]);
    expect(found(step('count(login, 14d) > 3'))).toEqual([[rest.replace('14d)', '14d) > 3'), 'put the whole text in quotes']]);
    const gate = (only: string) => ({ enroll: `enroll: { only: [${only}], holdout: 10% }` });
    expect(found(gate('count(login, 14d) > 3, account.muted'))).toEqual([
      ['the condition ends at the comma: within brackets it is read as the next one', 'put the whole condition in quotes'],
    ]);
  });

  test('a parenthesis that is never closed is told as that', () => {
    const steps = 'steps:\n  - { id: look, check: { expect: wow_drop(logins, every: 7d, up_to: 14d } }';
    expect(found({ steps }).map(([message]) => message)).toEqual(['the parenthesis after wow_drop is not closed']);
  });
});
