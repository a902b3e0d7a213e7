import { BUILT_IN_NAMES } from '../condition/built-in-names.js';
import { FUNCTIONS, signatureOf, type FunctionFamily } from '../condition/functions.js';
import { code, table } from './markdown.js';

const FAMILIES: Readonly<Record<FunctionFamily, string>> = {
  level: 'Level: what a metric reads',
  change: 'Change: by how much',
  relative: 'Relative: compared with others',
  duration: 'Duration: how long',
  milestones: 'Milestones',
  people: 'People',
  counts: 'Counts',
};

const SYNTAX: readonly (readonly [string, string])[] = [
  ['health.score < 60', '`< <= > >= =` compare values of one type'],
  ['account.status is "active"', 'a text is one of a closed set; `is not` is the opposite'],
  ['account.segment in ["smb", "mid"]', 'one of several; `not in` is the opposite'],
  ['health.score is missing', 'the only question about what is not known; `is not missing` is the opposite'],
  ['account.muted', 'a yes/no value stands by itself; `not account.muted` is the opposite'],
  ['logins < 5 and usage_rate < 20%', 'both; `or` is either; both together need parentheses'],
  ['logins = 0 for 2 weeks', 'true in each of the last two closed periods'],
];

function names(): string {
  const rows = BUILT_IN_NAMES.map(({ path, type, values, doc, example, runnable }) => [
    code(path),
    `${type.replace('_', '/')}${Array.isArray(values) ? `: ${values.map(code).join(', ')}` : values === null ? '' : `: the ${String(values)} of the book`}`,
    `${doc.en} ${doc.zh}${runnable ? '' : ' *'}`,
    code(example),
  ]);
  return table(['name', 'type', 'meaning', 'example'], rows);
}

function functions(family: FunctionFamily): string {
  const rows = FUNCTIONS.filter((one) => one.family === family).map((one) => {
    const limits = [
      ...(one.per === null ? [] : [`Only of metrics per ${one.per}.`]),
      ...(one.insideRunOnly ? ['Only inside a run.'] : []),
      ...one.parameters.flatMap(({ name, whenLeftOut }) =>
        whenLeftOut === null
          ? []
          : [`${code(name)} left out: ${whenLeftOut.en}${whenLeftOut.zh === whenLeftOut.en ? '' : ` ${whenLeftOut.zh}`}.`],
      ),
    ];
    const type = one.type === 'metric' ? 'as the metric' : one.type.replace('_', '/');
    return [
      code(signatureOf(one)),
      type,
      [one.doc.en, one.doc.zh, ...limits].join(' ') + (one.runnable ? '' : ' *'),
      code(one.example),
    ];
  });
  return [`### ${FAMILIES[family]}`, table(['function', 'type', 'meaning', 'example'], rows)].join('\n\n');
}

/** Conditions: how they are written, and every name and function. */
export function renderConditions(): string {
  const families = Object.keys(FAMILIES) as FunctionFamily[];
  return [
    '## Conditions',
    'A condition is a question with the answer yes, no or unknown. A trigger fires on yes only; a branch that meets unknown takes `otherwise`; a check reports unknown. Names that are not below are metrics of the book, `account.<attribute>` for its attributes, `<step>.outcome` in later steps, and `parameter.<name>`.',
    table(
      ['write', 'meaning'],
      SYNTAX.map(([text, meaning]) => [code(text), meaning]),
    ),
    'What is marked with * can be written, checked and tested, but the engine keeps no data for it yet: `sopwith explain` lists it, and publishing refuses it.',
    '### Names',
    names(),
    ...families.map(functions),
  ].join('\n\n');
}
