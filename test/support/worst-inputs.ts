import { parseDocument } from 'yaml';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { YAML_OPTIONS } from '../../workflows/language/compose-yaml.js';
import { formatPlaybook } from '../../workflows/language/format/format-playbook.js';
import { lintBook } from '../../workflows/lint/lint-book.js';
import { NO_CONFIG } from '../../workflows/lint/lint-config.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { breachesOf } from './answer-laws.js';
import { generatePlaybooks } from './generate-playbooks.js';
import { CATALOGUE, PLAYBOOK_FILE, SEGMENTS } from './playbook-text.js';

/** As long as a file may be. */
const SIZE = 256 * 1024 - 2_000;
const LINES = 4_900;
const HEAD = 'apiVersion: playbook/v1\nkind: Playbook\nid: worst\nversion: 1\ntitle: A\nowner: a@b.example\ngoal: g\n';
const START = `${HEAD}start:\n  check: daily at 08:00\n  all:\n`;
const STEPS = `${START}    - health.score < 60\nsteps:\n`;
const TASK = 'task: { title: x, assign: account.csm, due: 2bd, outcomes: [a, b] }';

const fill = (piece: string, before = '', after = ''): string =>
  before + piece.repeat(Math.floor((SIZE - before.length - after.length) / piece.length)) + after;
const rows = (count: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => line(row)).join('\n');
const condition = (text: string): string => `${START}    - ${text}\n`;
const wideMaps = (maps: number, keys: number): string =>
  rows(maps, (map) => `m${map}: {${Array.from({ length: keys }, (_, key) => `${key.toString(36)}: 1`).join(', ')}}`).slice(
    0,
    SIZE,
  );

/** Texts that make a careless reader take minutes, run out of stack or fill the screen. */
const TEXTS: Readonly<Record<string, string>> = {
  'deep brackets': fill('['),
  'deep braces': fill('{a: '),
  'deep dashes': fill('- '),
  'deep question marks': fill('? '),
  'deep colons': fill('a: '),
  'deep, then closed': `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  'deep indentation': rows(700, (row) => `${' '.repeat(row)}a:`),
  'closing brackets': fill(']'),
  'wide maps': wideMaps(12, 1_900),
  'the same key again and again': rows(1_900, () => 'a: 1'),
  'many keys': rows(LINES, (row) => `k${row}: 1`),
  'many items': fill('1,', 'a: [', ']'),
  'many empty lists': fill('[],', 'a: [', ']'),
  'many small maps': fill('{a: 1},', 'a: [', ']'),
  'many commas': fill(',', 'a: [', ']'),
  anchors: fill('&a ', 'a: '),
  aliases: fill('*a ', 'a: '),
  tags: fill('!a ', 'a: '),
  'merge keys': rows(1_900, () => '<<: { a: 1 }'),
  'a billion laughs': rows(30, (row) => `a${row}: &a${row} [${row > 0 ? `*a${row - 1}, *a${row - 1}` : 'x'}]`),
  quotes: fill('"', 'a: '),
  'single quotes': fill("'", 'a: '),
  'quoted texts side by side': fill('"" ', 'a: '),
  'a quote that never ends': fill('x ', 'a: "'),
  'wrong escapes': fill('\\q', 'a: "', '"'),
  'right escapes': fill('\\u0041', 'a: "', '"'),
  percents: fill('%'),
  'at signs': fill('@,', 'a: [', ']'),
  'block signs': fill('| '),
  'a block sign and spaces': `a: |${' '.repeat(SIZE)}x`,
  spaces: `${' '.repeat(SIZE)}a: 1`,
  'spaces at the end': `a: 1${' '.repeat(SIZE)}`,
  tabs: `a:${'\t'.repeat(SIZE)}1`,
  'lines of spaces': rows(LINES, () => ' '.repeat(50)),
  'comment signs': fill(' #', 'a: x'),
  'lines of comments': rows(LINES, () => `# ${'x'.repeat(48)}`),
  documents: rows(LINES, () => '---'),
  'document ends': rows(LINES, () => '...'),
  'byte order marks': fill('\ufeff'),
  'carriage returns': fill('a\r'),
  emoji: fill('😀', 'a: '),
  'combining characters': fill('\u0301', 'a: e'),
  'full-width colons': rows(LINES, () => 'aaaaaaaaaaaaaaa：bbbbbbb，ccc： {'),
  'full-width commas': fill('，a：', 'a: {'),
  'full-width brackets': fill('［'),
  'a long key': `${'a'.repeat(SIZE)}: 1`,
  'a long kind': `kind: ${'a'.repeat(SIZE)}`,
  'a long id': HEAD.replace('worst', fill('aB').slice(0, SIZE - HEAD.length)),
  'a long zone': `${HEAD}timezone: ${'a/'.repeat(100_000)}!\n`,
  'a long duration': `${HEAD}enroll: { again_after: ${'9'.repeat(200_000)}d }\n`,
  'a long duration of words': `${HEAD}enroll: { again_after: "1 ${'a '.repeat(100_000)}!" }\n`,
  'a long percent': `${HEAD}enroll: { holdout: "${'1'.repeat(200_000)}." }\n`,
  'a long cadence': `${HEAD}start: { check: "daily at ${' '.repeat(200_000)}x" }\n`,
  'a long evidence': `${STEPS}  - id: a\n    task: { evidence: "note >= ${' '.repeat(200_000)}x" }\n`,
  'parentheses in a condition': condition(fill('(').slice(0, 200_000)),
  'closed parentheses in a condition': condition(`"${'('.repeat(100_000)}a${')'.repeat(100_000)}"`),
  'not in a condition': condition(`${'not '.repeat(50_000)}account.muted`),
  'unknown names in a condition': condition(`${'xx.yy and '.repeat(25_000)}xx.yy`),
  'known names in a condition': condition(`${'health.score < 60 and '.repeat(11_000)}logins < 5`),
  'alternatives in a condition': condition(`${'(logins < 6 or health.score < 60) and '.repeat(6_000)}logins < 5`),
  'a list in a condition': condition(`'account.segment in [${'"q", '.repeat(40_000)}"mid"]'`),
  'a folded condition': condition(`>\n${rows(LINES, () => '      xx.yy and xx.yy and xx.yy and xx.yy')}`),
  'a condition over many lines': condition(`a\n${rows(LINES, () => '      xx.yy and xx.yy and xx.yy and xx.yy')}`),
  'many conditions': `${START}${rows(1_900, (row) => `    - logins < ${row} and health.score < 60`)}\n`,
  'many unknown keys': `${HEAD}${rows(1_900, (row) => `unknown_key_${row}: 1`)}\n`,
  'many wrong steps': `${STEPS}${rows(1_200, (row) => `  - id: s${row}\n    email: { template: hello, to: account.champion }\n    when: nope.a\n    cc: 1`)}\n`,
  'many wrong titles': `${STEPS}${rows(1_500, (row) => `  - { id: s${row}, ${TASK.replace('title: x', 'title: "{{ account.nme }}"')} }`)}\n`,
  'many branches': `${STEPS}  - { id: t, ${TASK} }\n${rows(1_200, (row) => `  - id: b${row}\n    branch:\n      - { when: t.outcome is "a", then: [{ id: w${row}, wait: 1d }] }\n      - otherwise: []`)}\n`,
  'many arms': `${STEPS}  - { id: t, ${TASK} }\n  - id: b\n    branch:\n${rows(1_500, (row) => `      - { when: health.score > ${row % 100} and logins > ${row}, then: [] }`)}\n      - otherwise: []\n`,
  'many lanes': `${STEPS}  - id: p\n    parallel:\n${rows(900, (row) => `      l${row}: [{ id: a${row}, wait: 1d }]`)}\n`,
  'many parallels': `${STEPS}${rows(300, (row) => `  - { id: p${row}, parallel: { a: [{ id: a${row}, wait: 1d }], b: [{ id: b${row}, wait: 2d }] } }`)}\n`,
  'many steps with conditions': `${STEPS}${rows(900, (row) => `  - { id: s${row}, ${TASK}, when: health.score < ${row % 100} }`)}\n`,
  'many steps of one id': `${STEPS}${rows(1_900, () => '  - { id: s, wait: 1d }')}\n`,
  'many exits': `${STEPS}  - { id: s, wait: 1d }\nexit:\n${rows(1_500, (row) => `  - { id: e${row}, when: health.score > ${row % 100} and logins > ${row}, as: success }`)}\n`,
  'many objectives': `${STEPS}  - { id: s, wait: 1d }\nverify:\n  after: 30d\n  objective:\n${rows(1_500, (row) => `    - { id: e${row}, expect: logins > ${row} }`)}\n`,
  'many tests': `${STEPS}  - { id: s, wait: 1d }\ntests:\n${rows(1_500, (row) => `  - { name: t${row}, given: { logns: 1 }, expect: { ran: [q] } }`)}\n`,
  'many parameters': `${HEAD}parameters:\n${rows(1_500, (row) => `  p${row}: { type: duration, default: 7d }`)}\nstart: { manual: true }\nsteps: [{ id: s, wait: parameter.p7 }]\n`,
};

const SENDING = `${STEPS}  - id: m\n    email: { template: t, to: account.champion }\n`;
const MAIL = 'subject: x\n--- text\n';

/** The same for templates. */
const TEMPLATES: Readonly<Record<string, string>> = {
  'a marker and spaces': `${MAIL}---${' '.repeat(SIZE)}x y\n`,
  'a subject of spaces': `subject:${' '.repeat(SIZE)}\rx`,
  'a subject of spaces, closed': `subject:${' '.repeat(SIZE)}\n`,
  'many parts': `subject: x\n${'--- text\n'.repeat(20_000)}`,
  'many tags': MAIL + '{{a}}'.repeat(1_900),
  'many open tags': MAIL + '{{'.repeat(1_900),
  'deep blocks': MAIL + '{{#if account}}'.repeat(900),
  'deep blocks, closed': MAIL + '{{#if account}}'.repeat(700) + '{{/if}}'.repeat(700),
  'open comments': MAIL + '{{!-- '.repeat(1_900),
  'a large template': MAIL + 'x {{account.name}}\n'.repeat(500_000),
  'deep parentheses': `${MAIL}{{${'('.repeat(15_000)}a`,
  'raw blocks': MAIL + '{{{{a}}}}'.repeat(900),
  backslashes: `${MAIL}${'\\'.repeat(15_000)}{{a}}`,
  'open links': `${MAIL}a\n--- html\n${'<a href='.repeat(2_000)}`,
  'open elements': `${MAIL}a\n--- html\n${`<${' '.repeat(100)}a `.repeat(150)}${'{{account.name}}'.repeat(100)}`,
};

export const WORST_INPUTS: readonly { readonly name: string; readonly files: readonly SourceFile[] }[] = [
  ...Object.entries(TEXTS).map(([name, text]) => ({ name, files: [CATALOGUE, SEGMENTS, { path: PLAYBOOK_FILE, text }] })),
  ...Object.entries(TEXTS).flatMap(([name, text]) => {
    // What wrecks a playbook may wreck the reader of metrics, too.
    const metrics = `apiVersion: playbook/v1\nkind: Metrics\nmetrics:\n${text.slice(0, SIZE / 2).replace(/^/gm, '  ')}\n`;
    return /^(?:many keys|wide maps|deep|a long key|anchors|quotes)/.test(name)
      ? [{ name: `${name}, in metrics`, files: [{ path: CATALOGUE.path, text: metrics }] }]
      : [];
  }),
  ...Object.entries(TEMPLATES).map(([name, text]) => ({
    name: `template: ${name}`,
    files: [CATALOGUE, SEGMENTS, { path: PLAYBOOK_FILE, text: SENDING }, { path: 'book/adoption/emails/t.en.hbs', text }],
  })),
];

/** Processor time of this process, in milliseconds: what other processes do does not count. */
function processor(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The least of a few attempts; the first one may pay for compiling the code. */
function least(attempts: number, work: () => unknown, enough = 0): number {
  let best = Infinity;
  for (let attempt = 0; attempt < attempts && best > enough; attempt += 1) best = Math.min(best, processor(work));
  return best;
}

export interface WorstAnswer {
  readonly name: string;
  readonly breaches: readonly string[];
  readonly codes: readonly string[];
  /** How many times as long as the YAML library takes for a right text of the same length. */
  readonly ratio: number;
}

/**
 * Compiles, lints and formats every input. The time is told as a multiple of a baseline taken in the same process.
 * @param beat called before each input.
 */
export function answerWorstInputs(most: number, beat: (number: number) => void): readonly WorstAnswer[] {
  const right = generatePlaybooks(80, 3)
    .filter(({ path }) => path.endsWith('.yaml'))
    .map(({ text }, index) => `k${index}:\n${text.replace(/^/gm, '  ')}`)
    .join('\n')
    .slice(0, SIZE);
  const options = { ...YAML_OPTIONS, prettyErrors: false, logLevel: 'error' } as const;
  const baseline = least(5, () => parseDocument(right, options));
  return WORST_INPUTS.map(({ name, files }, index) => {
    beat(index);
    const book = compileBook(files);
    const { diagnostics } = lintBook(files, NO_CONFIG, book);
    for (const file of files) if (file.path.endsWith('.yaml')) formatPlaybook(file);
    const breaches = breachesOf(files, { ...book, diagnostics });
    const time = least(4, () => compileBook(files), most * baseline);
    return { name, breaches, codes: [...new Set(diagnostics.map(({ code }) => code))], ratio: time / baseline };
  });
}
