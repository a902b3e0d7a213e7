import { describe, expect, test } from '@jest/globals';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { notRunnableCatalogue } from '../../workflows/compile/not-runnable-catalogue.js';
import { notRunnable } from '../../workflows/compile/not-runnable.js';
import { runPlaybookTest } from '../../workflows/simulate/run-playbook-test.js';
import { piecesOf, repositoryText, rowsBelow, shippedBook } from '../support/readme-book.js';

const readme = repositoryText('playbooks/README.md');
const pieces = piecesOf(readme);
const written = [...pieces].map(([file, text]) => ({ path: `playbooks/try/${file}`, text }));

describe('the tutorial of playbooks/README.md', () => {
  const book = compileBook([...shippedBook(), ...written]);
  const playbook = book.playbooks.find(({ plan }) => plan.playbook === 'quiet_account');

  test('its pieces make a playbook without a word from lint', () => {
    expect([...pieces.keys()]).toContain('quiet_account.playbook.yaml');
    expect(book.diagnostics).toEqual([]);
  });

  test('its tests are green, and it can be published', () => {
    const { catalogue } = book;
    if (!playbook || !catalogue) throw new Error('not compiled');
    expect(playbook.tests.length).toBeGreaterThanOrEqual(4);
    const { plan, tests } = playbook;
    for (const one of tests) expect(runPlaybookTest(plan, catalogue, one)).toMatchObject({ name: one.name, status: 'passed' });
    expect(notRunnable(playbook.plan)).toEqual([]);
  });

  test('before the messages are written, lint says which files are missing', () => {
    const early = written.filter(({ path }) => !path.endsWith('.hbs'));
    const { diagnostics } = compileBook([...shippedBook(), ...early]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['template-missing', 'template-missing']);
    expect(diagnostics[0]?.message).toContain('playbooks/try/emails/quiet_hello.en.hbs');
  });

  test('the head alone is answered with what is missing, and with nothing else', () => {
    const head = (pieces.get('quiet_account.playbook.yaml') ?? '').split('\nstart:')[0] ?? '';
    const { diagnostics } = compileBook([
      ...shippedBook(),
      { path: 'playbooks/try/quiet_account.playbook.yaml', text: `${head}\n` },
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['missing-key']);
    expect(diagnostics[0]?.message).toMatch(/"steps" and "start"/);
  });
});

/** Each place of the coverage table with a book that has one line at that place. */
function bookWith(where: string, line: string, catalogue: { readonly metrics: string; readonly lifecycle: string }) {
  const base = {
    start: '{ manual: true }',
    enroll: '{}',
    steps: '[{ id: first, wait: 1d }]',
    exit: '[{ id: late, after: 700d, as: expired }]',
    objective: '[]',
    question: '',
  };
  const list = `[${line}]`;
  const parts = {
    ...base,
    ...(where === 'start' ? { start: line } : {}),
    ...(where === 'enroll' ? { enroll: line } : {}),
    ...(where === 'step' ? { steps: list } : {}),
    ...(where === 'exit' ? { exit: list } : {}),
    ...(where === 'condition' ? { steps: `[{ id: look, check: { expect: '${line}' } }]` } : {}),
  };
  const verify =
    where === 'objective' || where === 'question'
      ? `verify:\n  after: 30d\n  objective: [${where === 'objective' ? line : '{ id: fine, expect: nps >= 0, primary: true }'}]\n${where === 'question' ? `  subjective: ${list}\n` : ''}`
      : '';
  const playbook = `apiVersion: playbook/v1
kind: Playbook
id: sample
version: 1
title: A sample
owner: cs-ops@acme.example
goal: Show one line
start: ${parts.start}
enroll: ${parts.enroll}
steps: ${parts.steps}
exit: ${parts.exit}
${verify}`;
  const health = `apiVersion: playbook/v1
kind: Health
id: sample_health
dimensions: ${list}
bands: { green: 75, yellow: 50 }
`;
  return [
    { path: 'book/metrics.yaml', text: catalogue.metrics },
    { path: 'book/lifecycle.yaml', text: catalogue.lifecycle },
    {
      path: 'book/segments.yaml',
      text: 'apiVersion: playbook/v1\nkind: Segments\nsegments: [{ id: enterprise, when: seats_bought >= 200 }, { id: smb, otherwise: true }]\n',
    },
    { path: 'book/emails/note.en.hbs', text: 'subject: A note\n--- text\nHello {{ contact.name }}\n' },
    where === 'dimension'
      ? { path: 'book/sample.health.yaml', text: health }
      : { path: 'book/sample.playbook.yaml', text: playbook },
  ];
}

describe('the table of what can be said', () => {
  const rows = rowsBelow(readme, 'How do I say').flatMap(([practice = '', where = '', line = '', runs = '']) =>
    where.startsWith('`') ? [{ practice, where: where.slice(1, -1), line: line.slice(1, -1), runs }] : [],
  );
  const of = (place: string): readonly string[] => rows.filter(({ where }) => where === place).map(({ line }) => line);
  const metrics = `apiVersion: playbook/v1
kind: Metrics
metrics:
${of('metric')
  .map((line) => `  ${line}\n`)
  .join('')}events:
  login: {}
  session: { properties: { minutes: number, module: text } }
  page_view: {}
  report_saved: {}
  seat_opened: {}
  seat_closed: {}
  support_call: {}
  training_booked: {}
endpoints: { crm_sync: { title: CRM } }
chats: { cs_team: { title: CS team } }
tickets: { priorities: [p1, p2] }
`;
  const lifecycle = `apiVersion: playbook/v1
kind: Lifecycle
stages:
${of('stage')
  .map((line) => `  - ${line}\n`)
  .join('')}milestones:
${of('milestone')
  .map((line) => `  - ${line}\n`)
  .join('')}`;

  test('has a line for each part of the domain', () => {
    expect(rows.length).toBeGreaterThanOrEqual(75);
    for (const place of [
      'stage',
      'milestone',
      'metric',
      'condition',
      'start',
      'step',
      'dimension',
      'objective',
      'question',
      'exit',
      'enroll',
    ])
      expect({ place, lines: of(place).length }).not.toEqual({ place, lines: 0 });
  });

  test.each(rows)('$where: $line', ({ where, line, runs }) => {
    const { diagnostics, playbooks, catalogue } = compileBook(bookWith(where, line, { metrics, lifecycle }));
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ file, message, suggestion }) => `${file}: ${message} (${String(suggestion)})`)).toEqual([]);
    if (!catalogue) throw new Error('no catalogue');
    const id = /^\w+/.exec(line)?.[0] ?? '';
    const of = (place: string) => notRunnableCatalogue(catalogue).filter((part) => part.where.startsWith(place));
    const missing: Readonly<Record<string, readonly unknown[]>> = {
      metric: of(`metrics.${id}`).filter((part) => part.where === `metrics.${id}`),
      stage: of('lifecycle').filter(({ what }) => what === 'stages'),
      milestone: of('lifecycle').filter(({ what }) => what === 'milestones'),
      dimension: of('health.sample_health'),
    };
    const parts = missing[where] ?? playbooks.flatMap(({ plan }) => notRunnable(plan, catalogue));
    expect({ line, runs }).toEqual({ line, runs: parts.length === 0 ? 'yes' : 'not yet' });
  });

  test('a line with a mistake would be seen', () => {
    const book = bookWith('condition', 'wow_drop(logns) >= 50%', { metrics, lifecycle });
    expect(compileBook(book).diagnostics.map(({ code }) => code)).toContain('unknown-name');
  });
});
