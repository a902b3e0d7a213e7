import { describe, expect, test } from '@jest/globals';
import { parseDocument, visit, type Scalar } from 'yaml';
import { Diagnostics } from './diagnostics.js';
import { adviceForWord, adviceInScalar, placeInScalar } from './place-in-scalar.js';
import { SourceText } from './source-text.js';
import type { Value } from './value.js';

/** The last scalar of a YAML text. */
function scalar(text: string): Value {
  const document = parseDocument(text, { keepSourceTokens: true });
  let node: Scalar | null = null;
  visit(document, { Scalar: (_key, one) => void (node = one) });
  const reader = { source: new SourceText('a.yaml', text), diagnostics: new Diagnostics() };
  return { reader, node, anchor: { start: 0, end: 1 }, name: 'a' };
}

/** The text after a repair of a word in the last scalar. */
function repaired(text: string, word: string, write: string): string | null {
  const value = scalar(text);
  const advice = adviceForWord(value, word, { says: 'x', write });
  if (typeof advice !== 'object' || !advice.at) return null;
  return text.slice(0, advice.at.start) + advice.write + text.slice(advice.at.end);
}

describe('a piece of a text', () => {
  test.each([
    ['plain', 'a: x < loginz\n'],
    ['plain with CRLF', 'a: 1\r\nb: x < loginz\r\n'],
    ['double quotes', 'a: "x \\" < loginz"\n'],
    ['single quotes', "a: 'it''s < loginz'\n"],
    ['after Chinese text', 'a: "登录 < loginz"\n'],
    ['folded over lines', 'a: x\n  < loginz\n'],
    ['a folded block', 'a: >-\n  x\n  < loginz\n'],
    ['a literal block with CRLF', 'a: |\r\n  x\r\n  < loginz\r\n'],
    ['after a byte order mark', '\ufeffa: x < loginz\n'],
    ['after a tab', 'a: "x\t< loginz"\n'],
  ])('is found in the file: %s', (_name, text) => {
    const value = scalar(text);
    const content = String(value.node && 'value' in value.node ? value.node.value : '');
    const start = content.indexOf('loginz');
    const place = placeInScalar(value, start, start + 6);
    expect(text.slice(place.start, place.end)).toBe('loginz');
    expect(repaired(text, 'loginz', 'logins')).toBe(text.replace('loginz', 'logins'));
  });

  test('is written as the quotes around it want it', () => {
    expect(repaired('a: "x is y"\n', 'y', '"y"')).toBe('a: "x is \\"y\\""\n');
    expect(repaired("a: 'x is y'\n", 'y', "it's")).toBe("a: 'x is it''s'\n");
    expect(repaired('a: x is y\n', 'y', '"y"')).toBe('a: x is "y"\n');
    expect(repaired('a: "x is \\"y\\""\n', '"y"', '"z"')).toBe('a: "x is \\"z\\""\n');
  });

  test('is left alone where it cannot be written: in a plain text it would mean something to YAML', () => {
    expect(repaired('a: x is y\n', 'y', 'b: c')).toBeNull();
    expect(repaired('a: x is y\n', 'y', '#1')).toBeNull();
    expect(repaired('a: x is y\n', 'x', '"x"')).toBeNull();
    expect(repaired('a: [x is y]\n', 'y', '[z]')).toBeNull();
    expect(repaired('- a: x is y\n', 'y', '[z]')).toBe('- a: x is [z]\n');
    expect(repaired('a: "\\u0041 is y"\n', 'y', 'z')).toBe('a: "\\u0041 is z"\n');
    expect(repaired('a: y is y\n', 'y', 'z')).toBeNull();
  });

  test('an insertion has no width, also behind the last character', () => {
    const value = scalar('a: "abc"\n');
    expect(adviceInScalar(value, { says: 'x', write: '!', at: { start: 3, end: 3 } }, { start: 0, end: 1 })).toMatchObject({
      at: { start: 7, end: 7 },
    });
    expect(adviceInScalar(value, { says: 'x', write: '!', at: { start: 1, end: 1 } }, { start: 0, end: 1 })).toMatchObject({
      at: { start: 5, end: 5 },
    });
    expect(adviceInScalar(value, { says: 'x', write: '!', at: { start: 2, end: 9 } }, { start: 0, end: 1 })).toBe('x');
  });
});
