import { describe, expect, test } from '@jest/globals';
import { diagnose, playbookText } from '../../test/support/playbook-text.js';

/** The mistake that is planted: a metric that does not exist, five characters wide. */
const WRONG = 'loggs';

/** Where the mistake stands in a text: the only place of the word, counted by eye and by this. */
function placeOf(text: string): string {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const line = lines.findIndex((one) => one.includes(WRONG));
  return `${line + 1}:${(lines[line] ?? '').indexOf(WRONG) + 1}`;
}

function places(text: string): readonly string[] {
  return diagnose(text)
    .filter(({ severity }) => severity === 'error')
    .map(({ span, code }) => `${span.line}:${span.column} ${code} ${span.endColumn - span.column} wide`);
}

const withCondition = (condition: string): string =>
  playbookText({ start: `start:\n  check: daily at 08:00\n  all:\n${condition}` });

/** Every way YAML has to write a text, with the mistake in it. */
const STYLES: readonly (readonly [string, string])[] = [
  ['plain', `    - health.score < 60 and ${WRONG} < 5`],
  ['plain, first word', `    - ${WRONG} < 5`],
  ['plain over several lines', `    - health.score < 60\n      and\n      ${WRONG} < 5`],
  [
    'plain over several lines, more spaces',
    `    - health.score < 60   and\n         (logins < 3 or\n            ${WRONG}   < 5)`,
  ],
  ['plain with an empty line', `    - health.score < 60 and\n\n      ${WRONG} < 5`],
  ['double quotes', `    - "health.score < 60 and ${WRONG} < 5"`],
  ['double quotes, escaped quotes', `    - "account.region is \\"north\\" and ${WRONG} < 5"`],
  ['double quotes, an escaped letter', `    - "health.\\x73core < 60 and ${WRONG} < 5"`],
  ['double quotes, a long escape', `    - "account.region is \\"\\u4e0a\\U00006d77\\" and ${WRONG} < 5"`],
  ['double quotes, a tab', `    - "health.score < 60\\tand ${WRONG} < 5"`],
  ['double quotes over several lines', `    - "health.score < 60\n      and ${WRONG} < 5"`],
  ['double quotes, a line joined', `    - "health.score < 60 and \\\n      ${WRONG} < 5"`],
  ['double quotes, an empty line', `    - "health.score < 60 and\n\n      ${WRONG} < 5"`],
  ['single quotes', `    - 'health.score < 60 and ${WRONG} < 5'`],
  ['single quotes over several lines', `    - 'health.score < 60\n      and ${WRONG} < 5'`],
  ['single quotes, a doubled quote', `    - 'account.region is "o''neill" and ${WRONG} < 5'`],
  ['literal', `    - |\n      health.score < 60 and\n      ${WRONG} < 5`],
  ['literal without its last line end', `    - |-\n      health.score < 60 and\n      ${WRONG} < 5`],
  ['literal with all its line ends', `    - |+\n      health.score < 60 and\n      ${WRONG} < 5\n`],
  ['literal, deeper lines', `    - |\n      health.score < 60\n          and\n        ${WRONG} < 5`],
  ['literal with an indentation indicator', `    - |2\n      health.score < 60 and\n        ${WRONG} < 5`],
  ['literal with both indicators', `    - |2-\n        health.score < 60 and\n      ${WRONG} < 5`],
  ['literal with a remark behind it', `    - | # a remark: loud\n      health.score < 60 and\n      ${WRONG} < 5`],
  ['literal, empty lines first', `    - |\n\n\n      health.score < 60 and\n      ${WRONG} < 5`],
  ['literal, an empty line within', `    - |\n      health.score < 60 and\n\n      ${WRONG} < 5`],
  ['folded', `    - >\n      health.score < 60 and\n      ${WRONG} < 5`],
  ['folded without its last line end', `    - >-\n      health.score < 60\n      and ${WRONG} < 5`],
  ['folded, an empty line within', `    - >\n      health.score < 60 and\n\n      ${WRONG} < 5`],
  ['folded, deeper lines', `    - >\n      health.score < 60\n        and\n        ${WRONG}\n      < 5`],
  ['folded with an indentation indicator', `    - >2\n      health.score < 60 and\n       ${WRONG} < 5`],
  ['Chinese before it', `    - account.region is "上海" and ${WRONG} < 5`],
  ['an emoji before it', `    - account.region is "😀" and ${WRONG} < 5`],
  ['combining characters before it', `    - account.region is "e\u0301" and ${WRONG} < 5`],
  ['tabs between its words', `    - health.score < 60\tand\t${WRONG} < 5`],
  ['in a flow list', `    [health.score < 60, '${WRONG} < 5']`],
  ['in a flow list over several lines', `    [\n      health.score < 60,\n      ${WRONG} < 5,\n    ]`],
  ['a remark behind it', `    - ${WRONG} < 5 # not what is meant: loggs`.replace(': loggs', '')],
];

describe('a mistake within a condition is told at its own line and column', () => {
  test.each(STYLES)('%s', (_name, condition) => {
    const text = withCondition(condition);
    expect(text.split(WRONG)).toHaveLength(2);
    expect(places(text)).toEqual([`${placeOf(text)} unknown-name 5 wide`]);
  });

  test.each(STYLES)('%s, with Windows line ends', (_name, condition) => {
    const text = withCondition(condition).replaceAll('\n', '\r\n');
    expect(places(text)).toEqual([`${placeOf(text)} unknown-name 5 wide`]);
  });

  test.each(STYLES)('%s, behind a byte order mark and Chinese remarks', (_name, condition) => {
    const text = `\ufeff# 登录骤降客户挽回：第一步\n${withCondition(condition)}`;
    expect(places(text)).toEqual([`${placeOf(text)} unknown-name 5 wide`]);
  });
});

describe('columns', () => {
  test('count a Chinese character and a tab as one, an emoji as two', () => {
    const at = (text: string) => placeOf(withCondition(`    - account.region is "${text}" and ${WRONG} < 5`)).split(':')[1];
    expect([at('ab'), at('上海'), at('😀')]).toEqual(['34', '34', '34']);
  });

  test('do not count a byte order mark', () => {
    const [found] = diagnose(`\ufeffapiVersion: playbook/v2\n`);
    expect(found?.span).toEqual({ line: 1, column: 13, endLine: 1, endColumn: 24 });
  });

  test('are right in the key of a mapping in brackets behind Chinese text', () => {
    const text = playbookText({ enroll: '' }, { title: '{ en: A sample, zh: 登录骤降, zn: 挽回 }' });
    expect(places(text)).toEqual(['5:34 unknown-key 2 wide']);
  });

  test('are right in the title of a task, in each of its languages', () => {
    const steps = (title: string) =>
      playbookText({
        steps: `steps:\n  - id: call\n    task:\n      title: ${title}\n      assign: account.csm\n      due: 2bd\n      outcomes: [a, b]`,
      });
    const wrong = steps(`{ en: 'Call them', zh: '致电 {{ account.loggs }} 的客户' }`);
    expect(places(wrong)).toEqual([
      `${placeOf(wrong).replace(/\d+$/, (column) => String(Number(column) - 8))} template-path 13 wide`,
    ]);
    const folded = steps(`>\n        致电客户\n        {{ account.loggs }}`);
    expect(places(folded)).toEqual([
      `${placeOf(folded).replace(/\d+$/, (column) => String(Number(column) - 8))} template-path 13 wide`,
    ]);
  });

  test('are right in a template with Windows line ends and Chinese text', () => {
    const steps = 'steps:\n  - id: mail\n    email: { template: hello, to: account.champion }';
    const body = 'subject: 您好\r\n--- text\r\n尊敬的客户，\r\n上周 {{metric.loggs}} 次。\r\n';
    const [found] = diagnose(playbookText({ steps }), { 'hello.en': body });
    expect(found).toMatchObject({ code: 'template-path', span: { line: 4, column: 6, endLine: 4, endColumn: 18 } });
  });
});
