import { describe, expect, test } from '@jest/globals';
import { answersTo, edited } from '../../test/support/edited-playbook.js';
import { Diagnostics } from './diagnostics.js';
import { parseYaml } from './parse-yaml.js';
import { SourceText } from './source-text.js';

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
};

describe.each(Object.entries(HOSTILE))('%s', (_law, cases) => {
  test.each(cases)('%s', (_name, text, answer) => {
    expect(answersTo(text)).toEqual([answer]);
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
