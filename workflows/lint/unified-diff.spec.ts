import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unifiedDiff } from './unified-diff.js';

/** What `patch` makes of a text and a difference. */
function patched(before: string, diff: string): string {
  const lines = before.split(/(?<=\n)/).filter((line) => line !== '');
  const out: string[] = [];
  let at = 0;
  const body = diff
    .replaceAll(/\n\\ No newline at end of file\n/g, '\u0001')
    .split(/(?<=[\n\u0001])/)
    .slice(2);
  for (const written of body) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@\n$/.exec(written);
    const line = written.slice(1).replace('\u0001', '');
    if (hunk) {
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
      out.push(...lines.slice(at, start));
      at = start;
    } else if (written.startsWith('+')) out.push(line);
    else {
      expect(lines[at]).toBe(line);
      if (written.startsWith(' ')) out.push(line);
      at += 1;
    }
  }
  return [...out, ...lines.slice(at)].join('');
}

describe('unifiedDiff', () => {
  test('shows three lines around a change, as diff -u does', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', ''].join('\n');
    expect(unifiedDiff('x.yaml', before, before.replace('e', 'E'))).toBe(
      ['--- a/x.yaml', '+++ b/x.yaml', '@@ -2,7 +2,7 @@', ' b', ' c', ' d', '-e', '+E', ' f', ' g', ' h', ''].join('\n'),
    );
  });

  test('nothing changed is nothing to show', () => {
    expect(unifiedDiff('x.yaml', 'a\n', 'a\n')).toBe('');
  });

  test('a change of a line end is a change, and a missing last one is said', () => {
    expect(unifiedDiff('x', 'a\r\n', 'a\n')).toContain('-a\r\n+a\n');
    expect(unifiedDiff('x', 'a', 'b')).toBe(
      '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n',
    );
  });

  test('applying it to the first text gives the second', () => {
    const texts = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { maxLength: 40 }).map((lines) => lines.join(''));
    fc.assert(
      fc.property(texts, texts, fc.boolean(), (before, after, open) => {
        const [a, b] = open ? [before, after].map((one) => one.replace(/\n$/, '')) : [before, after];
        const diff = unifiedDiff('x', a ?? '', b ?? '');
        expect(diff === '' ? a : patched(a ?? '', diff)).toBe(b);
      }),
      { numRuns: 500 },
    );
  });
});
