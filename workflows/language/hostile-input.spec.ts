import { describe, expect, test } from '@jest/globals';
import { compileText, playbookText } from '../../test/support/playbook-text.js';
import { Diagnostics } from './diagnostics.js';
import { parseYaml } from './parse-yaml.js';
import { SourceText } from './source-text.js';

/** A right playbook with one piece replaced. */
function edited(from: string, to: string): string {
  const text = playbookText();
  expect(text).toContain(from);
  return text.replace(from, to);
}

/** A right playbook that starts on this condition. */
function condition(text: string): string {
  return playbookText({ start: `start:\n  check: daily at 08:00\n  all:\n    - ${text}` });
}

/** `line:column code: message -> what to write instead` of every error. */
function answers(text: string): readonly string[] {
  return compileText(text)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ span, code, message, suggestion }) => {
      const advice = suggestion === undefined ? '' : ` -> ${suggestion}`;
      return `${span.line}:${span.column} ${code}: ${message}${advice}`;
    });
}

const HOSTILE: Readonly<Record<string, readonly (readonly [name: string, text: string, answer: string])[]>> = {
  'what is no text is named for what it is': [
    ['a NUL', edited('A sample', 'A\u0000'), '5:9 not-text: a NUL character stands in the text -> remove it'],
    [
      'a control character',
      edited('A sample', 'A\u0007'),
      '5:9 not-text: the control character U+0007 stands in the text -> remove it',
    ],
    [
      'a lone surrogate',
      edited('A sample', 'A \ud83d'),
      '5:10 not-text: half a character (the lone surrogate U+D83D) stands here -> write the whole character, or remove it',
    ],
    [
      'a character that was lost',
      edited('A sample', 'caf\ufffd'),
      '5:11 not-text: the file is not UTF-8: this character was lost -> save it as UTF-8',
    ],
    [
      'a picture',
      '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR\u0000\u0000\u0001',
      '1:1 not-text: the file is not text, but a picture, an archive or the like -> name a YAML file',
    ],
    [
      'UTF-16 with its mark',
      '\ufffd\ufffda\u0000p\u0000i\u0000',
      '1:1 not-text: the file is UTF-16 text, not UTF-8 -> save it as UTF-8',
    ],
    [
      'UTF-16 without it',
      'a\u0000p\u0000i\u0000V\u0000e\u0000',
      '1:1 not-text: the file is UTF-16 text, not UTF-8 -> save it as UTF-8',
    ],
    [
      'GBK',
      'title: \ufffd\ufffd¼\ufffd\ufffd\ufffd\ufffd\n',
      '1:1 not-text: the file is not UTF-8 text: its bytes may be GBK or another old encoding -> save it as UTF-8',
    ],
    [
      'a byte order mark inside',
      edited('owner', '\ufeffowner'),
      '6:1 not-text: an invisible byte order mark (U+FEFF) stands inside the text -> remove it',
    ],
    [
      'two byte order marks',
      '\ufeff\ufeffkind: Playbook\n',
      '1:1 not-text: an invisible byte order mark (U+FEFF) stands inside the text -> remove it',
    ],
  ],
  'a file without content is told so': [
    ['nothing', '', '1:1 empty-file: the file is empty -> begin with apiVersion: playbook/v1 and kind:'],
    ['spaces', '  \n\n', '1:1 empty-file: the file is empty -> begin with apiVersion: playbook/v1 and kind:'],
    ['remarks', '# only\n# remarks\n', '1:1 empty-file: the file has no content -> begin with apiVersion: playbook/v1 and kind:'],
    ['a byte order mark', '\ufeff', '1:1 empty-file: the file is empty -> begin with apiVersion: playbook/v1 and kind:'],
    ['a document mark', '---\n', '1:1 empty-file: the file has no content -> begin with apiVersion: playbook/v1 and kind:'],
    ['null', 'null\n', '1:1 empty-file: the file has no content -> begin with apiVersion: playbook/v1 and kind:'],
    [
      'a text',
      'hello\n',
      '1:1 wrong-shape: the file must be a mapping, this is the text "hello" -> begin with apiVersion: playbook/v1 and kind:',
    ],
    [
      'a list',
      '- a\n',
      '1:1 wrong-shape: the file must be a mapping, this is a list -> begin with apiVersion: playbook/v1 and kind:',
    ],
    [
      'a number',
      '12\n',
      '1:1 wrong-shape: the file must be a mapping, this is the number 12 -> begin with apiVersion: playbook/v1 and kind:',
    ],
  ],
  'line ends and tabs': [
    [
      'old Mac line ends',
      'apiVersion: playbook/v1\rkind: Playbook\r',
      '1:24 yaml-syntax: a carriage return without a line feed ends no line -> save the file with LF or CRLF line ends',
    ],
    [
      'one carriage return in a text',
      edited('A sample', 'A \rsample'),
      '5:10 yaml-syntax: a carriage return without a line feed ends no line -> save the file with LF or CRLF line ends',
    ],
    ['a tab that indents', edited('  check', '\tcheck'), '9:1 yaml-syntax: a tab is used for indentation -> indent with spaces'],
  ],
  'YAML beyond the language': [
    [
      'a second document',
      edited('tests:', '---\nk: 1\ntests:'),
      '22:1 yaml-feature: one file holds one document -> put what follows --- into a file of its own',
    ],
    [
      'a directive',
      edited('apiVersion', '%YAML 1.1\n---\napiVersion'),
      '1:1 yaml-feature: YAML directives are not part of the language -> remove the line',
    ],
    [
      'an anchor',
      edited('A sample', '&t A sample'),
      '5:8 yaml-feature: anchors and aliases are not part of the language -> write the value out in both places',
    ],
    [
      'an alias',
      edited('goal: Show how it is done', 'goal: *t'),
      '7:7 yaml-feature: anchors and aliases are not part of the language -> write the value out in both places',
    ],
    [
      'a tag',
      edited('version: 1', 'version: !!int 1'),
      '4:10 yaml-feature: the tag !!int is not part of the language -> remove it',
    ],
    [
      'a binary tag',
      edited('A sample', '!!binary aGk='),
      '5:8 yaml-feature: the tag !!binary is not part of the language -> remove it',
    ],
    [
      'a merge key',
      edited('enroll:', '<<: { goal: x }\nenroll:'),
      '12:1 yaml-feature: merge keys (<<) are not part of the language -> write the keys out in both places',
    ],
    [
      'a merge key with an alias',
      edited('enroll:', '<<: *t\nenroll:'),
      '12:1 yaml-feature: merge keys (<<) are not part of the language -> write the keys out in both places',
    ],
    [
      'a key that is a list',
      edited('enroll:', '? [a]\n: b\nenroll:'),
      '12:3 yaml-syntax: a key must be a plain word -> put texts with { or [ in quotes',
    ],
  ],
  'what a Chinese keyboard types is called by its name': [
    [
      'a colon in brackets',
      edited('holdout: 10%', 'holdout：10%'),
      '12:11 unknown-key: in enroll the key "holdout：10%" is not known -> there is the full-width "：" in it: write holdout: 10%',
    ],
    [
      'a colon that opens a block',
      edited('start:', 'start：'),
      '8:6 yaml-syntax: the full-width "：" is part of a text for YAML, it ends no key and parts no values -> write ": " (a colon and a space) instead',
    ],
    [
      'a colon after a key',
      edited('version: 1', 'version：1'),
      '4:8 yaml-syntax: the full-width "：" is part of a text for YAML, it ends no key and parts no values -> write ": " (a colon and a space) instead',
    ],
    [
      'a comma',
      edited('assign: account.csm,', 'assign: account.csm，'),
      '15:50 yaml-syntax: the full-width "，" is part of a text for YAML, it ends no key and parts no values -> write ", " (a comma and a space) instead',
    ],
    [
      'braces',
      edited('{ holdout: 10% }', '｛ holdout: 10% ｝'),
      '12:9 yaml-syntax: the full-width "｛" is part of a text for YAML, it ends no key and parts no values -> write { and } instead',
    ],
    [
      'brackets',
      edited('[reached, no_answer]', '［reached, no_answer］'),
      '15:72 yaml-syntax: the full-width "［" is part of a text for YAML, it ends no key and parts no values -> write [ and ] instead',
    ],
    [
      'a percent sign',
      edited('10%', '10％'),
      '12:20 invalid-value: holdout must be a percent, this is the text "10％" -> there is the full-width "％" in it: write 10%',
    ],
    [
      'digits',
      edited('10%', '１０%'),
      '12:20 invalid-value: holdout must be a percent, this is the text "１０%" -> there is the full-width "１" in it: write 10%',
    ],
    [
      'digits of a duration',
      edited('2bd', '２bd'),
      '15:57 invalid-duration: "２bd" is not a duration -> there is the full-width "２" in it: write 2bd',
    ],
    [
      'a whole number',
      edited('version: 1', 'version: １'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "１" -> there is the full-width "１" in it: write 1',
    ],
    [
      'letters of an id',
      edited('id: call', 'id: ｃall'),
      '14:9 invalid-id: "ｃall" is not lower snake_case -> there is the full-width "ｃ" in it: write call',
    ],
    [
      'letters of a key',
      edited('  check:', '  ｃheck:'),
      '9:3 unknown-key: in start the key "ｃheck" is not known -> there is the full-width "ｃ" in it: did you mean "check"?',
    ],
    [
      'letters of a closed word',
      edited('as: success', 'as: ｓuccess'),
      '17:52 invalid-value: as must be one of success, lost, expired, this is the text "ｓuccess" -> there is the full-width "ｓ" in it: did you mean "success"?',
    ],
    [
      'an ideographic space behind a value',
      edited('kind: Playbook', 'kind: Playbook\u3000'),
      '2:7 unknown-kind: there is no kind of document called "Playbook\u3000" -> there is an ideographic space (U+3000) in it: did you mean "Playbook"?',
    ],
    [
      'an ideographic space behind a colon',
      edited('id: sample', 'id:\u3000sample'),
      '3:4 yaml-syntax: an ideographic space (U+3000) is part of a text for YAML, it neither indents nor parts anything -> write a plain space instead',
    ],
    [
      'ideographic spaces that indent',
      edited('  check:', '\u3000\u3000check:'),
      '9:1 yaml-syntax: an ideographic space (U+3000) is part of a text for YAML, it neither indents nor parts anything -> write plain spaces instead',
    ],
    [
      'an ideographic space behind a dash',
      edited('    - health', '    -\u3000health'),
      '11:5 wrong-shape: all must be a list of conditions, this is one text -> there is an ideographic space (U+3000) in it: write - health.score < 60',
    ],
    [
      'no-break spaces that indent',
      edited('  check:', '\u00a0\u00a0check:'),
      '9:1 yaml-syntax: a no-break space (U+00A0) is part of a text for YAML, it neither indents nor parts anything -> write plain spaces instead',
    ],
    [
      'a dash',
      edited('    - health', '    － health'),
      '11:5 wrong-shape: all must be a list of conditions, this is one text -> there is the full-width "－" in it: write - health.score < 60',
    ],
    [
      'an invisible character in a key',
      edited('owner:', 'owner\u200b:'),
      '6:1 unknown-key: here the key "owner\u200b" is not known -> there is an invisible character (U+200B) in it: did you mean "owner"?',
    ],
    [
      'a quote closed by another one',
      edited('A sample', '"A sample”'),
      '5:8 yaml-syntax: this quote is never closed -> close it with ": ” is another character',
    ],
    [
      'corner brackets around a template',
      edited('A sample', '「{{ account.name }}」: x'),
      '5:8 yaml-syntax: the typographic quote 「 is part of a text for YAML, it ends no key and parts no values -> write " (straight quotes) around the text instead',
    ],
  ],
  'the same in conditions': [
    [
      'a comparison',
      condition('health.score ＜ 60'),
      '11:20 wrong-operator: ＜ is not used in conditions -> there is the full-width "＜" in it: write <',
    ],
    [
      'digits',
      condition('health.score < ６０'),
      '11:22 condition-syntax: "６" has no meaning in a condition -> there is the full-width "６" in it: write 60',
    ],
    [
      'letters',
      condition('ｈealth.score < 60'),
      '11:7 condition-syntax: "ｈ" has no meaning in a condition -> there is the full-width "ｈ" in it: write h',
    ],
    [
      'a percent sign',
      condition('wow_drop(logins) >= 50％'),
      '11:29 wrong-operator: ％ is not used in conditions -> there is the full-width "％" in it: write %',
    ],
    [
      'parentheses',
      condition('wow_drop（logins） >= 50%'),
      '11:15 wrong-operator: （ is not used in conditions -> there is the full-width "（" in it: write (',
    ],
    [
      'curved quotes',
      condition('account.status is “active”'),
      '11:25 wrong-operator: “ is not used in conditions -> there is the typographic quote “ in it: write "',
    ],
    [
      'corner brackets',
      condition('account.status is 「active」'),
      '11:25 wrong-operator: 「 is not used in conditions -> there is the typographic quote 「 in it: write "',
    ],
    [
      'Chinese words',
      condition('health.score < 60 且 logins < 5'),
      '11:25 wrong-operator: 且 is not used in conditions -> write and',
    ],
    [
      'an invisible character',
      condition('health.score\u200b < 60'),
      '11:19 condition-syntax: "\u200b" has no meaning in a condition -> this is an invisible character (U+200B): remove it',
    ],
  ],
  'numbers are written in plain digits': [
    [
      'a number as text',
      edited('version: 1', 'version: "1"'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "1" -> write 1 without quotes',
    ],
    [
      'beyond what is possible',
      edited('version: 1', 'version: 1e400'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "1e400" -> write numbers in plain digits, at most fifteen of them',
    ],
    [
      'hexadecimal',
      edited('version: 1', 'version: 0x1F'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "0x1F" -> write numbers in plain digits: 31',
    ],
    [
      'octal',
      edited('version: 1', 'version: 0o17'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "0o17" -> write numbers in plain digits: 15',
    ],
    [
      'octal of old',
      edited('version: 1', 'version: 017'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "017" -> write numbers in plain digits: 17',
    ],
    [
      'underscores',
      edited('version: 1', 'version: 1_000'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "1_000" -> write numbers in plain digits: 1000',
    ],
    [
      'commas',
      edited('version: 1', 'version: 1,000'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "1,000" -> write numbers in plain digits: 1000',
    ],
    [
      'infinity',
      edited('version: 1', 'version: .inf'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text ".inf" -> there is no infinite number: write digits, or leave it out',
    ],
    [
      'no number',
      edited('version: 1', 'version: .nan'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text ".nan" -> this is "not a number" to YAML: write digits, or null for unknown',
    ],
    [
      'a plus',
      edited('version: 1', 'version: +1'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "+1" -> write numbers in plain digits: 1',
    ],
    [
      'a minus',
      edited('version: 1', 'version: -1'),
      '4:10 invalid-value: version must be a whole number from 1 to 1000000, this is the number -1',
    ],
    [
      'thirty digits',
      edited('version: 1', 'version: 999999999999999999999999999999'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "999999999999999999999999999999" -> write numbers in plain digits, at most fifteen of them',
    ],
    [
      'thirty digits of days',
      edited('2bd', '999999999999999999999999999999bd'),
      '15:57 invalid-duration: "999999999999999999999999999999bd" is longer than ten years -> write fewer digits',
    ],
    [
      'hexadecimal days',
      edited('2bd', '0x2bd'),
      '15:57 invalid-duration: "0x2bd" is not a duration -> write e.g. 30min, 4h, 3d, 2bd, 2w or 3mo',
    ],
    [
      'in a condition: an exponent',
      condition('health.score < 1e400'),
      '11:22 invalid-duration: "1e" has no unit that is known -> units: %, min, h, d, w',
    ],
    [
      'in a condition: hexadecimal',
      condition('health.score < 0x1F'),
      '11:22 invalid-duration: "0x" has no unit that is known -> units: %, min, h, d, w',
    ],
    [
      'in a condition: underscores',
      condition('logins < 1_000'),
      '11:16 condition-syntax: "1_" is not a number -> write digits, e.g. 1.5 or 1000',
    ],
    ['in a condition: commas', condition('logins < 1,000'), '11:17 condition-syntax: "," is not expected here'],
    [
      'in a condition: thirty digits',
      condition('logins < 999999999999999999999999999999'),
      '11:16 condition-syntax: a number of 30 characters is no number of accounts or days -> write fewer digits',
    ],
    [
      'a metric without end',
      edited('health: { score: 90 }', 'logins: .inf'),
      '23:63 wrong-shape: logins is a number, this is the text ".inf" -> there is no infinite number: write digits, or leave it out',
    ],
    [
      'a metric beyond what is possible',
      edited('health: { score: 90 }', 'logins: [1e400, 5]'),
      '23:64 wrong-shape: logins is a number, this is the text "1e400" -> write numbers in plain digits, at most fifteen of them',
    ],
    [
      'yes for true',
      edited('given: { health', 'given: { account: { muted: yes }, health'),
      '23:73 wrong-shape: muted must be true or false, this is the text "yes" -> write true',
    ],
    [
      'a day that does not exist',
      edited('given: {', 'given: { date: 2026-02-30,'),
      '23:61 invalid-value: date must be a date, this is the text "2026-02-30" -> write e.g. 2026-03-31',
    ],
  ],
};

describe.each(Object.entries(HOSTILE))('%s', (_law, cases) => {
  test.each(cases)('%s', (_name, text, answer) => {
    expect(answers(text)).toEqual([answer]);
  });
});

function read(text: string): readonly string[] {
  const diagnostics = new Diagnostics();
  const node = parseYaml(new SourceText('a.yaml', text), diagnostics);
  const found = diagnostics.sorted();
  expect(node === null).toBe(found.some(({ severity }) => severity === 'error'));
  return found.map(({ code, span }) => `${span.line}:${span.column} ${code}`);
}

describe('what would hurt a YAML parser never reaches it', () => {
  test.each([
    ['deep brackets', `a: ${'['.repeat(2_000)}`, '1:24 yaml-limit'],
    ['deep braces', `a: ${'{a: '.repeat(500)}`, '1:84 yaml-limit'],
    ['deep brackets in quotes that are no quotes', `a: x"${'['.repeat(2_000)}`, '1:26 yaml-limit'],
    ['deep brackets in what looks like a block text', `a: |\nb: ${'['.repeat(2_000)}`, '2:24 yaml-limit'],
    ['deep brackets behind a comment sign in a text', `a: x#${'['.repeat(2_000)}`, '1:26 yaml-limit'],
    ['brackets over many lines', `a:\n${' [\n'.repeat(1_000)}`, '22:2 yaml-limit'],
    ['deep dashes', `${'- '.repeat(2_000)}x`, '1:41 yaml-limit'],
    ['deep question marks', `${'? '.repeat(2_000)}x`, '1:41 yaml-limit'],
    ['deep indentation', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), '21:21 yaml-limit'],
    ['keys behind keys', 'a: '.repeat(500), '1:62 yaml-limit'],
    ['thousands of keys', Array.from({ length: 4_900 }, (_, key) => `k${key}: 1`).join('\n'), '2001:1 yaml-limit'],
    [
      'thousands of keys in brackets',
      `a: {${Array.from({ length: 9_000 }, (_, key) => `k${key}: 1`).join(', ')}}`,
      '1:18903 yaml-limit',
    ],
    ['a file of megabytes', `a: ${'x'.repeat(3_000_000)}`, '1:1 yaml-limit'],
    ['200,000 lines', '\n'.repeat(200_000) + 'a: 1', '1:1 yaml-limit'],
    ['100,000 quotes', `a: ${'"'.repeat(100_000)}`, '1:1 yaml-limit'],
    ['a billion laughs', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]', '1:4 yaml-feature'],
  ])('%s', (_name, text, expected) => {
    expect(read(text)).toEqual([expected]);
  });
});

describe('right texts are not refused', () => {
  test.each([
    ['brackets in a text', 'a: x [[[[ y\nb: "[[[[[[[[[[[[[[[[[[[[[[[[[[[[["\nc: \'{{{{{{{{{{{{{{{{{{{{{{{{{\''],
    ['braces in a block text', 'a: |\n  {{ account.name }} [ [ [\n  {{#if x}}\nb: 1'],
    ['a block text in a list, and a key behind it', 'a:\n  - b: |\n      {{ x }}\n    c: 1\n  - |\n   {{ y }}'],
    ['a text over several lines', 'a: "one\n  {{ two }}\n  three"\nb: 1'],
    ['a percent sign at the start of a line', 'a: "x\n\n  % y"\nb: 50%'],
    ['a quote inside a word', "a: it's [fine]\nb: don't"],
    ['a comment with brackets', 'a: 1 # [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\nb: 2'],
    ['a mapping below a list', 'a:\n- b: 1\n  c: 2\n- b: 3'],
    ['many items', `a:\n${'  - x\n'.repeat(1_500)}`],
    ['Windows line ends', 'a: 1\r\nb:\r\n  - c\r\n'],
    ['a byte order mark', '\ufeffa: 1'],
    ['a tab behind a colon', 'a:\t1'],
    ['a mark where the document begins', '---\na: 1'],
    ['Chinese punctuation in texts', 'a: ［重要］续约，“请” 回复：谢谢\nb: { zh: 登录：骤降，挽回 }\nc: |\n  　　您好：'],
    ['an emoji of several characters', 'a: 👩‍👩‍👧 e\u0301'],
    ['a remark after a value', 'a: 50% # half\nb: 7d   # a week'],
  ])('%s', (_name, text) => {
    expect(read(text)).toEqual([]);
  });
});

describe('mistakes of everyday', () => {
  test.each([
    ['a: {{ x }}', '1:4 unquoted-template'],
    ['a:\n  - {{ x }} and more', '2:5 unquoted-template'],
    ['a:\n  - b: |\n      text\n    c: {{ x }}', '4:8 unquoted-template'],
    ['a: [{{ x }}]', '1:5 unquoted-template'],
    ['a: "x\nb: 1', '1:4 yaml-syntax'],
    ['a:\n\tb: 1', '2:1 yaml-syntax'],
    ['a: b: c', '1:4 yaml-syntax'],
    ['a: [1, 2\nb: 1', '2:1 yaml-syntax'],
    ['a: @b', '1:4 yaml-syntax'],
    ['a: 1\nb: 2\na: 3', '3:1 duplicate-key'],
    ['a: Rescue #1', '1:11 comment-eats-text'],
    ['a:\n  - Rescue #1', '2:12 comment-eats-text'],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });
});
