import { BOOK_KINDS } from '../language/vocabulary/book-kind.js';
import { KIND_MAPPINGS } from '../language/vocabulary/mappings.js';
import { PHRASES } from '../language/vocabulary/phrases.js';
import { STEP_VERBS } from '../language/vocabulary/step-keys.js';
import { RECIPIENTS } from '../language/recipients.js';
import { code, table } from './markdown.js';
import { renderCodes } from './render-codes.js';
import { renderConditions } from './render-conditions.js';
import { renderDefaults, renderKinds } from './render-keys.js';

const UNITS: readonly (readonly [string, string])[] = [
  ['30min', 'minutes, exact'],
  ['4h', 'hours, exact'],
  ['3d', "days in the account's time zone"],
  ['2bd', "working days of the account's calendar"],
  ['2w', 'weeks'],
  ['3mo', 'months: the same day of the month, or the last one'],
  ['P7D', 'ISO 8601, one unit: P2W, P3M, PT4H, PT30M'],
  ['50%', 'a percent is a type of its own: never 0.5, never 50'],
  ['2026-03-31', 'a date'],
  ["'09:30'", "a time of day in the account's zone, in quotes"],
];

function units(): string {
  const phrases = Object.values(PHRASES).map(({ examples, doc }) => [examples.map(code).join(', '), `${doc.en} ${doc.zh}`]);
  return [
    '## Units',
    'A bare number is not a duration, and `m` alone is neither minutes nor months. In a playbook `parameter.<name>` may stand for a duration.',
    table(
      ['write', 'meaning'],
      UNITS.map(([text, meaning]) => [code(text), meaning]),
    ),
    'Small sentences stand where one number is not enough:',
    table(['write', 'meaning'], phrases),
  ].join('\n\n');
}

function recipients(): string {
  const uses = {
    email: 'an e-mail',
    copy: 'a copy of an e-mail',
    in_app: 'a message in the product',
    ask: 'a question',
    task: 'a task',
  } as const;
  const rows = (Object.keys(uses) as (keyof typeof uses)[]).map((use) => [uses[use], RECIPIENTS[use].map(code).join(', ')]);
  return ['## Recipients', 'A playbook names roles, never people or addresses.', table(['for', 'possible'], rows)].join('\n\n');
}

/** The whole reference as Markdown, written from the definitions that readers, schema and rules use. */
export function renderReference(): string {
  const kinds = BOOK_KINDS.map((kind) => `[${kind}](#${KIND_MAPPINGS[kind]})`).join(', ');
  const parts = [
    '# The playbook language: reference',
    'Written by `npx sopwith docs` from the definitions the program itself uses; a test holds it against them. To learn the language, begin with the [tutorial](README.md).',
    `Kinds of files: ${kinds}. Verbs of a step: ${STEP_VERBS.map(code).join(', ')}. Further: [units](#units), [recipients](#recipients), [conditions](#conditions), [defaults](#defaults), [diagnostics](#diagnostics).`,
    renderKinds(),
    units(),
    recipients(),
    renderConditions(),
    renderDefaults(),
    renderCodes(),
  ];
  return `${parts.join('\n\n')}\n`;
}
