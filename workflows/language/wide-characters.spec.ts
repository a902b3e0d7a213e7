import { describe, expect, test } from '@jest/globals';
import { SourceText } from './source-text.js';
import { halfWidth, wideAdvice, wideName } from './wide-characters.js';

function advice(text: string, piece = text, given?: Parameters<typeof wideAdvice>[2]): ReturnType<typeof wideAdvice> {
  const start = text.indexOf(piece);
  return wideAdvice(new SourceText('a.yaml', text), { start, end: start + piece.length }, given);
}

describe('what a Chinese keyboard types', () => {
  test('stands for its ASCII character, where it has one', () => {
    expect([...'：，％（）［］｛｝＜＞＝１０ｉｄ＿'].map(halfWidth).join('')).toBe(':,%()[]{}<>=10id_');
    expect([...'“”「」『』'].map(halfWidth).join('')).toBe('""""""');
    expect(['\u3000', '\u00a0', '\u2003'].map(halfWidth)).toEqual([' ', ' ', ' ']);
    expect(['\u200b', '\ufeff', '\u00ad'].map(halfWidth)).toEqual(['', '', '']);
    expect(['a', '登', '😀', 'é', ' '].map(halfWidth)).toEqual([null, null, null, null, null]);
  });

  test('has a name', () => {
    expect(['\u3000', '\u00a0', '\u2003', '\u200b', '「', '％'].map(wideName)).toEqual([
      'an ideographic space (U+3000)',
      'a no-break space (U+00A0)',
      'a space of another kind (U+2003)',
      'an invisible character (U+200B)',
      'the typographic quote 「',
      'the full-width "％"',
    ]);
  });

  test('is repaired where everything else in the place is ASCII', () => {
    expect(advice('１０％')).toEqual({
      says: 'there is the full-width "１" in it: write 10%',
      write: '10%',
      at: { start: 0, end: 3 },
    });
    expect(advice('health.score < ６０ and', '６')).toMatchObject({ write: '60', at: { start: 15, end: 17 } });
    expect(advice('a\u3000b', '\u3000')).toMatchObject({ says: expect.stringContaining('write a plain space'), write: ' ' });
    expect(advice('holdout：10%')).toBe('there is the full-width "：" in it: write holdout: 10%');
  });

  test('is left alone in prose, in texts of other scripts and in long places', () => {
    expect(advice('登录骤降：挽回')).toBeNull();
    expect(advice('plain')).toBeNull();
    expect(advice(`：${'x'.repeat(100)}`)).toBeNull();
    expect(advice('：\nx')).toBeNull();
  });

  test('is named before an advice that is right anyway, and replaces one that would keep it', () => {
    expect(advice('ｅmail', 'ｅmail', { says: 'did you mean "email"?', write: 'email' })).toMatchObject({
      says: 'there is the full-width "ｅ" in it: did you mean "email"?',
      write: 'email',
    });
    expect(advice('－ x', '－ x', { says: 'write [－ x]', write: '[－ x]' })).toMatchObject({ write: '- x' });
    expect(advice('：', '：', '"：" is full-width: write :')).toBeNull();
  });
});
