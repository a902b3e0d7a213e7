import { describe, expect, test } from '@jest/globals';
import { CATALOGUE, SEGMENTS, playbookText } from '../../test/support/playbook-text.js';
import type { PlanStep } from '../model/plan.js';
import { compileBook, type CompiledBook, type CompiledPlaybook } from './compile-book.js';

const TEMPLATE =
  'subject: For {{contact.name}}\n--- text\nWe spoke: {{outcome.call}} / {{ account.name }}{{#if parameter.strict}}!{{/if}}\n';

const INTRO = playbookText(
  {
    start: 'start: { manual: true }',
    enroll: '',
    verify: '',
    steps: `parameters:
  quiet_days: { type: duration, default: 7d }
  share: { type: percent, default: 20% }
  tone: { type: text, values: [warm, plain], default: plain }
  strict: { type: yes_no, default: false }
steps:
  - id: call
    task: { title: 'Call within {{ parameter.quiet_days }}', assign: account.csm, due: parameter.quiet_days, outcomes: [reached, no_answer] }
  - id: by_call
    branch:
      - when: call.outcome is "reached" and wow_drop(logins) >= parameter.share
        then:
          - id: mail
            email: { template: hello, to: account.champion }
      - when: parameter.strict and account.status is parameter.tone
        then: []
      - otherwise: [{ id: pause, wait: { until: parameter.quiet_days before contract.end } }]
  - id: sync
    webhook: { endpoint: crm, send: [account.id, call.outcome] }`,
  },
  { id: 'intro' },
).replace('account.status is parameter.tone', 'account.name is parameter.tone');

function outer(steps: string, blocks: Parameters<typeof playbookText>[0] = {}, id = 'outer'): string {
  return playbookText({ ...blocks, steps }, { id });
}

function book(...texts: readonly string[]): CompiledBook {
  const files = texts.map((text) => ({ path: `book/${/^id: (.*)$/m.exec(text)?.[1]}/one.playbook.yaml`, text }));
  const intro = texts.some((text) => text.includes('id: intro\n'))
    ? [{ path: 'book/intro/emails/hello.en.hbs', text: TEMPLATE }]
    : [];
  const metrics = { ...CATALOGUE, text: `${CATALOGUE.text}endpoints: { crm: { title: CRM } }\n` };
  return compileBook([metrics, SEGMENTS, ...files, ...intro]);
}

function told({ diagnostics }: CompiledBook): readonly string[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ file, span, code, message }) => `${file.split('/')[1]}:${span.line} ${code}: ${message}`);
}

function compiled(all: CompiledBook, id = 'outer'): CompiledPlaybook {
  expect(told(all)).toEqual([]);
  const found = all.playbooks.find(({ plan }) => plan.playbook === id);
  if (!found) throw new Error(`no playbook ${id}`);
  return found;
}

function step<V extends PlanStep['verb']>({ plan }: CompiledPlaybook, id: string, verb: V): PlanStep & { verb: V } {
  const found = plan.steps[id];
  if (found?.verb !== verb) throw new Error(`${id} is ${found?.verb}`);
  return found as PlanStep & { verb: V };
}

describe('parameters', () => {
  test('are constants of the plan: the defaults stand wherever they are named', () => {
    const plain = compiled(book(INTRO), 'intro');
    expect(step(plain, 'call', 'task').due).toEqual({ amount: 7, unit: 'd' });
    expect(step(plain, 'pause', 'wait').until).toMatchObject({ offset: { amount: 7, unit: 'd' }, anchor: 'contract.end' });
    expect(step(plain, 'by_call', 'branch').arms.map(({ when }) => when.text)).toEqual([
      'call.outcome is "reached" and wow_drop(logins) >= 20%',
      'no and account.name is "plain"',
    ]);
    expect(JSON.stringify(plain.plan)).not.toContain('parameter');
  });

  test('outside the steps too, and a test that names a condition as it is written still finds it', () => {
    const text = playbookText({
      start:
        'parameters: { low: { type: number, default: 60 } }\nstart: { check: daily at 08:00, all: [health.score < parameter.low] }',
      tests:
        'tests:\n  - { name: well, given: { health: { score: 90 } }, expect: { enrolled: false, because: health.score < parameter.low } }',
    });
    const { plan, tests } = compiled(book(text), 'sample');
    expect(plan.start).toMatchObject({ when: { text: 'health.score < 60' } });
    expect(tests[0]?.expect.because).toBe('health.score < 60');
  });
});

describe('an included playbook', () => {
  const all = book(
    INTRO,
    outer(`parameters: { rest: { type: duration, default: 3w } }
steps:
  - id: begin
    playbook: { id: intro, with: { quiet_days: parameter.rest, share: 40%, tone: warm, strict: true } }
  - id: settle
    wait: 7d`),
  );
  const whole = compiled(all);

  test('stands in its place: steps under the id of the step that includes it, joined to what follows', () => {
    expect(whole.plan.order).toEqual(['begin__call', 'begin__by_call', 'begin__mail', 'begin__pause', 'begin__sync', 'settle']);
    expect(whole.plan.first).toBe('begin__call');
    expect(whole.plan.steps['begin__sync']).toMatchObject({ next: 'settle', send: ['account.id', 'begin__call.outcome'] });
  });

  test('gets the values that are given to it, its own stay for itself', () => {
    const call = step(whole, 'begin__call', 'task');
    expect([call.due, call.title]).toEqual([{ amount: 3, unit: 'w' }, { en: 'Call within 3 weeks' }]);
    expect(step(whole, 'begin__by_call', 'branch').arms.map(({ when }) => when.text)).toEqual([
      'begin__call.outcome is "reached" and wow_drop(logins) >= 40%',
      'yes and account.name is "warm"',
    ]);
    const own = step(compiled(all, 'intro'), 'call', 'task');
    expect([own.due, own.title]).toEqual([{ amount: 7, unit: 'd' }, { en: 'Call within 7 days' }]);
  });

  test('brings its templates under a key of their own, with the outcomes they print renamed', () => {
    expect(step(whole, 'begin__mail', 'email').template).toBe('begin/hello');
    expect(whole.templates).toEqual({
      'begin/hello': {
        en: { subject: 'For {{contact.name}}', html: null, text: 'We spoke: {{outcome.begin__call}} / {{ account.name }}!' },
      },
    });
  });

  test('can be included twice, and by one that is included itself', () => {
    const middle = outer(
      'steps:\n  - { id: first, playbook: { id: intro } }\n  - { id: again, playbook: { id: intro } }',
      {},
      'middle',
    );
    const top = compiled(book(INTRO, middle, outer('steps: [{ id: all_of_it, playbook: { id: middle } }]')));
    expect(top.plan.order).toHaveLength(10);
    expect(Object.keys(top.templates)).toEqual(['all_of_it__first/hello', 'all_of_it__again/hello']);
    expect(step(top, 'all_of_it__again__mail', 'email').template).toBe('all_of_it__again/hello');
    expect(step(top, 'all_of_it__again__by_call', 'branch').arms[0]?.when.text).toContain('all_of_it__again__call.outcome');
  });

  test('with a condition of its own is left out as a whole', () => {
    const { plan } = compiled(
      book(
        INTRO,
        outer('steps:\n  - { id: begin, when: health.score < 30, playbook: { id: intro } }\n  - { id: settle, wait: 7d }'),
      ),
    );
    expect(plan.first).toBe('begin');
    expect(plan.steps['begin']).toMatchObject({
      verb: 'branch',
      next: 'settle',
      arms: [{ when: { text: 'health.score < 30' }, first: 'begin__call' }],
      otherwise: null,
    });
  });

  test('is changed by what it is given: another content, another hash', () => {
    const hash = (given: string) =>
      compiled(book(INTRO, outer(`steps: [{ id: begin, playbook: { id: intro, with: { share: ${given} } } }]`))).plan.contentHash;
    expect(hash('30%')).toBe(hash('30%'));
    expect(hash('30%')).not.toBe(hash('31%'));
  });

  test('its steps can be named in tests, and only those that are there', () => {
    const tests = (id: string, word: string) =>
      `tests: [{ name: a, given: { health: { score: 50 } }, timeline: [{ at: 1d, close: { ${id}: ${word} } }], expect: { enrolled: true } }]`;
    const told_ = (id: string, word: string) =>
      told(book(INTRO, outer('steps: [{ id: begin, playbook: { id: intro } }]', { tests: tests(id, word) })));
    expect(told_('begin__call', 'reached')).toEqual([]);
    expect(told_('begin__cal', 'reached')).toEqual([
      expect.stringMatching(/^outer:\d+ unknown-reference: the test "a" names the step begin__cal, which is not there$/),
    ]);
    expect(told_('begin__call', 'reachd')).toEqual([expect.stringContaining('begin__call has no outcome "reachd"')]);
  });
});

describe('what cannot be put together is told where it is written, once', () => {
  const including = (what: string) => told(book(INTRO, outer(`steps:\n  - { id: begin, playbook: ${what} }`)));

  test.each([
    ['{ id: intr }', 'unknown-reference: there is no playbook "intr"'],
    ['{ id: outer }', 'definition-cycle: the playbook outer includes itself: outer > outer'],
    ['{ id: intro, with: { quiet: 7d } }', 'unknown-name: the playbook intro has no parameter "quiet"'],
    ['{ id: intro, with: { quiet_days: 7 } }', 'invalid-duration: quiet_days: "7" has no unit'],
    ['{ id: intro, with: { share: 0.4 } }', 'percent-vs-number: share: a percent is needed, this is the number 0.4'],
    ['{ id: intro, with: { tone: cold } }', 'unknown-value: tone: "cold" is not one of warm, plain'],
    ['{ id: intro, with: { strict: maybe } }', 'type-mismatch: strict: a yes/no is needed, this is the text "maybe"'],
    ['{ id: intro, with: { share: parameter.part } }', 'unknown-name: there is no parameter "part" here'],
  ])('%s', (what, message) => {
    expect(including(what)).toEqual([expect.stringContaining(message)]);
  });

  test('a circle over several playbooks is told in each of them, and nowhere else', () => {
    const a = outer('steps: [{ id: b, playbook: { id: b } }]', {}, 'a');
    const b = outer('steps: [{ id: a, playbook: { id: a } }]', {}, 'b');
    const c = outer('steps: [{ id: a, playbook: { id: a } }]', {}, 'c');
    const all = book(a, b, c);
    expect(told(all)).toEqual([
      expect.stringContaining('the playbook a includes itself: a > b > a'),
      expect.stringContaining('the playbook b includes itself: b > a > b'),
    ]);
    expect(all.playbooks).toEqual([]);
  });

  test('an error inside an included playbook is told there alone; the including one is not compiled', () => {
    const wrong = INTRO.replace('assign: account.csm', 'assign: account.cms');
    const all = book(wrong, outer('steps: [{ id: begin, playbook: { id: intro } }]'));
    expect(told(all)).toEqual([expect.stringMatching(/^intro:/)]);
    expect(all.playbooks).toEqual([]);
  });

  test('nesting counts over what is included', () => {
    const nested = (levels: number): string =>
      levels === 0
        ? '[{ id: begin, playbook: { id: intro } }]'
        : `[{ id: level_${levels}, branch: [{ when: health.score < ${levels}, then: ${nested(levels - 1)} }, { otherwise: [] }] }]`;
    expect(told(book(INTRO, outer(`steps: ${nested(2)}`)))).toEqual([]);
    expect(told(book(INTRO, outer(`steps: ${nested(3)}`)))).toEqual([expect.stringContaining('nesting-too-deep')]);
  });

  test('includes that multiply each other end somewhere; the first that is too large is told', () => {
    const level = (n: number): string =>
      n === 0
        ? outer('steps: [{ id: pause, wait: 7d }]', {}, 'level_0')
        : outer(
            `steps:\n${'abcdef'
              .split('')
              .map((id) => `  - { id: ${id}, playbook: { id: level_${n - 1} } }`)
              .join('\n')}`,
            {},
            `level_${n}`,
          );
    const errors = told(book(...Array.from({ length: 9 }, (_, n) => level(n))));
    expect(errors).toEqual([expect.stringContaining('level_4:14 invalid-value: with everything it includes')]);
  });
});
