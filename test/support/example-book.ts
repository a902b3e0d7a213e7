import { lintBook } from '../../workflows/lint/lint-book.js';
import type { Diagnostic } from '../../workflows/model/diagnostic.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import type { RuleExample } from '../../workflows/rules/rule.js';
import { CATALOGUE, SEGMENTS, playbookText } from './playbook-text.js';

/** The parts of a playbook by the key each begins with; a comment belongs to what follows it. */
function partsOf(text: string): Readonly<Record<string, string>> {
  const parts: Record<string, string> = {};
  let comment = '';
  let key = '';
  for (const line of text.trimEnd().split('\n')) {
    const begins = /^([a-zA-Z_]+):/.exec(line)?.[1];
    if (begins === undefined && line.startsWith('#')) comment += `${line}\n`;
    else if (begins === undefined) parts[key] = `${parts[key] ?? ''}\n${line}`;
    else {
      key = begins;
      parts[key] = comment + line;
      comment = '';
    }
  }
  return parts;
}

/** A playbook in which nothing is wrong but the parts that are given; `exit: none` leaves a part out. */
function completed(text: string): string {
  const head: Record<string, string> = {};
  // Whatever an example is about, it writes to nobody who is muted.
  const blocks: Record<string, string> = { enroll: 'enroll: { never: [account.muted], holdout: 10% }' };
  for (const [key, part] of Object.entries(partsOf(text))) {
    const value = part.slice(key.length + 1).trim();
    if (['start', 'enroll', 'steps', 'exit', 'verify', 'tests', 'parameters'].includes(key)) {
      blocks[key] = value === 'none' ? '' : part;
    } else head[key] = value;
  }
  return playbookText(blocks, head);
}

const KINDS: Readonly<Record<string, string>> = {
  metrics: 'Metrics',
  segments: 'Segments',
  health: 'Health',
  lifecycle: 'Lifecycle',
  calendars: 'Calendars',
  solutions: 'Solutions',
};

function fileOf(path: string, text: string): SourceFile {
  const kind = KINDS[/(\w+)\.yaml$/.exec(path)?.[1] ?? ''];
  if (kind !== undefined && !text.startsWith('apiVersion'))
    return { path: `book/${path}`, text: `apiVersion: playbook/v1\nkind: ${kind}\n${text}` };
  const whole = !path.endsWith('.playbook.yaml') || /^apiVersion[^]*^kind:/m.test(text) || !/^\w+:/m.test(text);
  return { path: `book/${path}`, text: whole ? text : completed(text) };
}

export const EXAMPLE_PLAYBOOK = 'adoption/sample.playbook.yaml';

/** The whole book that an example of a rule stands for: its own files, and the smallest right ones for the rest. */
export function exampleBook(example: RuleExample): readonly SourceFile[] {
  const own = typeof example === 'string' ? { [EXAMPLE_PLAYBOOK]: example } : example;
  const files = Object.entries(own).map(([path, text]) => fileOf(path, text));
  const playbooks = files.some(({ path }) => path.endsWith('.playbook.yaml'));
  const rest = [CATALOGUE, SEGMENTS, ...(playbooks ? [] : [fileOf(EXAMPLE_PLAYBOOK, 'version: 1')])];
  const all = [...rest.filter(({ path }) => !files.some((file) => file.path === path)), ...files];
  // An empty text takes a file away.
  return all.filter(({ path }) => own[path.slice('book/'.length)] !== '');
}

/** What is said about an example, by file and place. */
export function diagnoseExample(example: RuleExample): readonly Diagnostic[] {
  return lintBook(exampleBook(example)).diagnostics;
}
