import { compileBook, type CompiledBook } from '../../workflows/compile/compile-book.js';
import type { Diagnostic } from '../../workflows/model/diagnostic.js';
import type { SourceFile } from '../../workflows/model/playbook.js';

/** A small catalogue that test playbooks can name. */
export const CATALOGUE: SourceFile = {
  path: 'book/metrics.yaml',
  text: `apiVersion: playbook/v1
kind: Metrics
metrics:
  logins: { count: events, of: login, per: week }
  monthly_logins: { count: events, of: login, per: month }
  seats_bought: { seats: bought, per: day }
  seats_opened: { open: contacts, from: seat_opened, until: seat_closed, within: term, per: day }
  activation_rate: { ratio: [seats_opened, seats_bought], per: day }
  nps: { imported: number, per: month, range: [-100, 100] }
`,
};

export const SEGMENTS: SourceFile = {
  path: 'book/segments.yaml',
  text: `apiVersion: playbook/v1
kind: Segments
segments:
  - { id: mid, when: seats_bought >= 50 }
  - { id: smb, otherwise: true }
`,
};

/** Blocks of a playbook, each with its key; an empty text leaves one out. */
const BLOCKS = {
  start: 'start:\n  check: daily at 08:00\n  all:\n    - health.score < 60',
  enroll: 'enroll: { holdout: 10% }',
  steps: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
  exit: 'exit:\n  - { id: recovered, when: health.score >= 75, as: success }',
  verify: 'verify:\n  after: 30d\n  objective:\n    - { id: health_up, expect: health.score >= 70, primary: true }',
  tests: `tests:
  - { name: a healthy account is left alone, given: { health: { score: 90 } }, expect: { enrolled: false } }
  - { name: a sick one is not, given: { account: { segment: mid, status: active, muted: false }, health: { score: 40 } }, expect: { enrolled: true } }`,
};

/** A playbook without mistakes, with some of its blocks replaced. */
export function playbookText(blocks: Partial<typeof BLOCKS> = {}, head: Readonly<Record<string, string>> = {}): string {
  const fields = { apiVersion: 'playbook/v1', kind: 'Playbook', id: 'sample', version: '1', title: 'A sample' };
  const top = { ...fields, owner: 'cs-ops@acme.example', goal: 'Show how it is done', ...head };
  const lines = Object.entries(top).map(([key, value]) => `${key}: ${value}`);
  return [...lines, ...Object.values({ ...BLOCKS, ...blocks }).filter((block) => block !== '')].join('\n') + '\n';
}

export const PLAYBOOK_FILE = 'book/adoption/sample.playbook.yaml';

/** Compiles one playbook beside the small catalogue, with templates by name (`welcome.en`). */
export function compileText(text: string, templates: Readonly<Record<string, string>> = {}): CompiledBook {
  const files = Object.entries(templates).map(([name, content]) => ({ path: `book/adoption/emails/${name}.hbs`, text: content }));
  return compileBook([CATALOGUE, SEGMENTS, { path: PLAYBOOK_FILE, text }, ...files]);
}

export function diagnose(text: string, templates: Readonly<Record<string, string>> = {}): readonly Diagnostic[] {
  return compileText(text, templates).diagnostics;
}

/** `line: severity code` of each diagnostic: what most tests compare. */
export function codes(text: string, templates: Readonly<Record<string, string>> = {}): readonly string[] {
  return diagnose(text, templates).map(({ severity, code }) => `${severity} ${code}`);
}
