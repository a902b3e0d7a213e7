import { describe, expect, test } from '@jest/globals';
import { isPlainNumber, oddNumberAdvice } from './odd-number.js';

describe('numbers', () => {
  test.each(['0', '7', '-7', '1.5', '0.25', '-0.5', '100000', '999999999999999'])('%s is written in plain digits', (written) => {
    expect(isPlainNumber(written)).toBe(true);
    expect(oddNumberAdvice(written)).toBeNull();
  });

  test.each([
    ['0x1F', '31'],
    ['0o17', '15'],
    ['017', '17'],
    ['1_000', '1000'],
    ['1,000', '1000'],
    ['1e3', '1000'],
    ['+5', '5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1.50e2', '150'],
  ])('%s is written %s', (written, plain) => {
    expect(isPlainNumber(written)).toBe(false);
    expect(oddNumberAdvice(written)).toBe(`write numbers in plain digits: ${plain}`);
  });

  test.each(['1e400', '9'.repeat(16), '1e-30'])('%s cannot be written out', (written) => {
    expect(oddNumberAdvice(written)).toBe('write numbers in plain digits, at most fifteen of them');
  });

  test('infinity and no number are named', () => {
    expect(oddNumberAdvice('.inf')).toContain('infinite');
    expect(oddNumberAdvice('-.INF')).toContain('infinite');
    expect(oddNumberAdvice('.NaN')).toContain('not a number');
  });

  test.each(['seven', '7d', '50%', '', 'x'.repeat(100), '9'.repeat(100), '2026-03-31', 'v1'])(
    '%j is no number at all',
    (written) => {
      expect(oddNumberAdvice(written)).toBeNull();
    },
  );
});
