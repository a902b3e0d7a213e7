import { describe, expect, test } from '@jest/globals';
import { didYouMean, editDistance, nearest } from './did-you-mean.js';

describe('did you mean', () => {
  test('counts insertions, deletions, substitutions and swapped neighbours', () => {
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('dorp', 'drop')).toBe(1);
    expect(editDistance('ca', 'abc')).toBe(3);
  });

  test('offers the nearest word within a third of the length, whatever the case', () => {
    expect(nearest('loginz', ['nps', 'logins'])).toBe('logins');
    expect(nearest('Templates', ['template'])).toBe('template');
    expect(nearest('abcdef', ['uvwxyz'])).toBeNull();
    expect(nearest('ot', ['to'])).toBe('to');
  });

  test('lists the words when none is near and they are few, and says nothing otherwise', () => {
    expect(didYouMean('zzzzzz', ['a', 'b'])).toBe('known: a, b');
    expect(
      didYouMean(
        'zzzzzz',
        Array.from({ length: 30 }, (_, i) => `word_${i}`),
      ),
    ).toBeUndefined();
    expect(didYouMean('x', [])).toBeUndefined();
  });

  test('a word of thousands of letters costs nothing', () => {
    expect(nearest('x'.repeat(100_000), ['y'.repeat(100_000)])).toBeNull();
  });
});
