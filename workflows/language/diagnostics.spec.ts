import { describe, expect, test } from '@jest/globals';
import { Diagnostics } from './diagnostics.js';
import { SourceText } from './source-text.js';

const source = new SourceText('a.yaml', 'steps:\n  - id: ７d\n    wait: 0x1F\n');

function at(text: string): { start: number; end: number } {
  const start = source.text.indexOf(text);
  return { start, end: start + text.length };
}

describe('diagnostics', () => {
  test('tell a place and a kind of mistake once: what is said first stands', () => {
    const diagnostics = new Diagnostics();
    diagnostics.add(source, at('steps'), 'wrong-shape', 'first');
    diagnostics.add(source, at('steps'), 'wrong-shape', 'second');
    diagnostics.add(source, at('steps'), 'unknown-key', 'another kind');
    expect(diagnostics.all().map(({ message }) => message)).toEqual(['first', 'another kind']);
    expect([diagnostics.errors(), diagnostics.errors('a.yaml'), diagnostics.errors('b.yaml')]).toEqual([2, 2, 0]);
  });

  test('tell all keys that are missing in one place in one sentence', () => {
    const diagnostics = new Diagnostics();
    for (const [key, example] of [
      ['due', '2bd'],
      ['assign', 'account.csm'],
      ['due', '2bd'],
      ['title', 'Call'],
    ] as const)
      diagnostics.missing(source, at('steps'), 'task', key, example);
    expect(diagnostics.all()).toMatchObject([
      {
        code: 'missing-key',
        message: 'task needs the keys "due", "assign" and "title"',
        suggestion: 'write e.g. due: 2bd, assign: account.csm, title: Call',
      },
    ]);
  });

  test('keep sentences readable, however long what they quote', () => {
    const diagnostics = new Diagnostics();
    diagnostics.add(source, at('steps'), 'wrong-shape', `"${'x'.repeat(5_000)}" is not right`, 'y'.repeat(5_000));
    const [{ message = '', suggestion = '' } = {}] = diagnostics.all();
    expect(message).toMatch(/^"x{199} \.\.\. x+" is not right$/);
    expect([message.length, suggestion.length].every((length) => length <= 300)).toBe(true);
    diagnostics.add(source, at('wait'), 'wrong-shape', 'this is "two\r\nlines"');
    expect(diagnostics.all()[1]?.message).toBe('this is "two lines"');
  });

  test('say by name what a Chinese keyboard typed, with the repair, and what a number is in plain digits', () => {
    const diagnostics = new Diagnostics();
    diagnostics.add(source, at('７d'), 'invalid-duration', '"７d" is not a duration');
    diagnostics.add(source, at('0x1F'), 'wrong-shape', 'wait must be a duration', 'write e.g. 7d');
    expect(diagnostics.all().map(({ suggestion, fix }) => [suggestion, fix?.text])).toEqual([
      ['there is the full-width "７" in it: write 7d', '7d'],
      ['write numbers in plain digits: 31', undefined],
    ]);
  });

  test('are sorted by file and place, whatever order they were found in', () => {
    const other = new SourceText('A.yaml', 'x\n');
    const diagnostics = new Diagnostics();
    diagnostics.add(source, at('wait'), 'wrong-shape', 'third');
    diagnostics.add(source, at('steps'), 'wrong-shape', 'second');
    diagnostics.add(other, { start: 0, end: 1 }, 'wrong-shape', 'first');
    expect(diagnostics.sorted().map(({ message }) => message)).toEqual(['first', 'second', 'third']);
  });
});
