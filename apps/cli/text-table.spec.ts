import { describe, expect, test } from '@jest/globals';
import { printedWidth, textTable } from './text-table.js';

describe('textTable', () => {
  test('columns are aligned, numbers to the right, without spaces at the end', () => {
    const table = textTable(['name', 'n', 'note'], [['a', '1', 'x'], ['longer', '20', '']]); // prettier-ignore
    expect(table).toBe('name     n  note\na        1  x\nlonger  20');
  });

  test('wide characters take two columns, colours none', () => {
    expect(printedWidth('登录')).toBe(4);
    expect(printedWidth('\u001b[31mred\u001b[39m')).toBe(3);
    expect(textTable([], [['登录', 'x'], ['abcd', 'y']])).toBe('登录  x\nabcd  y'); // prettier-ignore
  });

  test('no rows is the header alone', () => {
    expect(textTable(['a', 'b'], [])).toBe('a  b');
  });
});
