import { describe, expect, test } from '@jest/globals';
import { commentsOf } from './comments-of.js';

const texts = (path: string, text: string) => commentsOf(path, text).map((one) => [text.slice(one.start, one.end), one.text]);

describe('commentsOf', () => {
  test('finds what YAML takes for a comment, and nothing within texts', () => {
    const text = '# top\na: 1 # end\nb: "x # no"\nc: |\n  # no\nd: x#no\n  # indented\n';
    expect(texts('a.yaml', text)).toEqual([
      ['# top', 'top'],
      ['# end', 'end'],
      ['# indented', 'indented'],
    ]);
  });

  test('places are right with CRLF, a byte order mark and brackets', () => {
    expect(texts('a.yaml', '\ufeff# top\r\na: [1, # one\r\n  2] # two\r\n')).toEqual([
      ['# top', 'top'],
      ['# one', 'one'],
      ['# two', 'two'],
    ]);
  });

  test('finds both kinds of comments of a template', () => {
    expect(texts('a.en.hbs', 'Hi {{! one }} {{!-- two {{x}} --}} {{name}} {{~!-- three --~}} # no')).toEqual([
      ['{{! one }}', 'one'],
      ['{{!-- two {{x}} --}}', 'two {{x}}'],
      ['{{~!-- three --~}}', 'three'],
    ]);
  });

  test.each(['', '\u0000', 'a: [', '"', '- - - {', '%YAML', '\ufeff', '{{!--', '\ud800 # x'])('%j never throws', (text) => {
    expect(() => [commentsOf('a.yaml', text), commentsOf('a.en.hbs', text)]).not.toThrow();
  });
});
