import { describe, expect, test } from '@jest/globals';
import { SourceText } from './source-text.js';
import { Diagnostics } from './diagnostics.js';
import { parseYaml } from './parse-yaml.js';

function read(text: string): readonly string[] {
  const diagnostics = new Diagnostics();
  const node = parseYaml(new SourceText('a.yaml', text), diagnostics);
  const found = diagnostics.sorted();
  expect(node === null).toBe(found.some(({ severity }) => severity === 'error'));
  return found.map(({ code, span }) => `${span.line}:${span.column} ${code}`);
}

function quickly(text: string): readonly string[] {
  const before = process.hrtime.bigint();
  const found = read(text);
  expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(1_000);
  return found;
}

describe('texts that would hurt a YAML parser never reach it', () => {
  test.each([
    ['deep brackets', `a: ${'['.repeat(2_000)}`, '1:24 yaml-limit'],
    ['deep braces', `a: ${'{a: '.repeat(500)}`, null],
    ['deep brackets in quotes that are no quotes', `a: x"${'['.repeat(2_000)}`, null],
    ['deep brackets in what looks like a block text', `a: |\nb: ${'['.repeat(2_000)}`, null],
    ['deep brackets behind a comment sign in a text', `a: x#${'['.repeat(2_000)}`, null],
    ['brackets over many lines', `a:\n${' [\n'.repeat(1_000)}`, null],
    ['deep dashes', `${'- '.repeat(2_000)}x`, '1:41 yaml-limit'],
    ['deep indentation', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), '21:21 yaml-limit'],
    ['deep question marks', `${'? '.repeat(2_000)}x`, null],
    ['20,000 keys', Array.from({ length: 4_900 }, (_, key) => `k${key}: 1`).join('\n'), '2001:1 yaml-limit'],
    ['20,000 keys in brackets', `a: {${Array.from({ length: 20_000 }, (_, key) => `k${key}: 1`).join(', ')}}`, null],
    ['a file of megabytes', `a: ${'x'.repeat(3_000_000)}`, '1:1 yaml-limit'],
    ['200,000 lines', '\n'.repeat(200_000) + 'a: 1', '1:1 yaml-limit'],
    ['a binary file', '\u0000\u0001\u0002PNG', '1:1 not-text'],
    ['bytes that are not UTF-8', 'a: caf\ufffd', null],
    ['a lone surrogate', 'a: \ud800', null],
    ['nothing', '', '1:1 empty-file'],
    ['spaces', '  \n\n', '1:1 empty-file'],
    ['a comment', '# a', '1:1 empty-file'],
    ['a billion laughs', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]', '1:4 yaml-feature'],
    ['a tag that builds code', 'a: !!js/function "x"', '1:18 yaml-feature'],
    ['a merge key with an alias', 'a: &a { b: 1 }\nc: { <<: *a }', '1:4 yaml-feature'],
    ['a second document', 'a: 1\n---\nb: 2', '2:1 yaml-feature'],
    ['a directive', '%YAML 1.1\n---\na: 1', '1:1 yaml-feature'],
    ['the same key twice', 'a: 1\nb: 2\na: 3', '3:1 duplicate-key'],
  ])('%s', (_name, text, expected) => {
    const found = quickly(text);
    expect(found).toHaveLength(1);
    if (expected !== null) expect(found).toEqual([expected]);
    expect(found[0]).toMatch(/yaml-limit|yaml-feature|yaml-syntax|not-text|empty-file|duplicate-key/);
  });
});

describe('right texts are not refused by the pre-scan', () => {
  test.each([
    ['brackets in a text', 'a: x [[[[ y\nb: "[[[[[[[[[[[[[[[[[[[[[[[[[[[[["\nc: \'{{{{{{{{{{{{{{{{{{{{{{{{{\''],
    ['braces in a block text', 'a: |\n  {{ account.name }} [ [ [\n  {{#if x}}\nb: 1'],
    ['a text over several lines', 'a: "one\n  {{ two }}\n  three"\nb: 1'],
    ['a quote inside a word', "a: it's [fine]\nb: don't"],
    ['a comment with brackets', 'a: 1 # [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\nb: 2'],
    ['a mapping below a list', 'a:\n- b: 1\n  c: 2\n- b: 3'],
    ['many items', `a:\n${'  - x\n'.repeat(1_500)}`],
    ['Windows line ends', 'a: 1\r\nb:\r\n  - c\r\n'],
    ['a byte order mark', '\ufeffa: 1'],
    ['a remark after a value', 'a: 50% # half\nb: 7d   # a week'],
  ])('%s', (_name, text) => {
    expect(read(text)).toEqual([]);
  });
});

describe('mistakes of everyday', () => {
  test.each([
    ['a: {{ x }}', '1:4 unquoted-template'],
    ['a:\n  - {{ x }} and more', '2:5 unquoted-template'],
    ['a: [{{ x }}]', '1:5 unquoted-template'],
    ['a: "x\nb: 1', '1:4 yaml-syntax'],
    ['a:\n\tb: 1', '2:1 yaml-syntax'],
    ['a: b: c', '1:4 yaml-syntax'],
    ['a: [1, 2\nb: 1', '2:1 yaml-syntax'],
    ['a: @b', '1:4 yaml-syntax'],
    ['a: Rescue #1', '1:11 comment-eats-text'],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });
});
