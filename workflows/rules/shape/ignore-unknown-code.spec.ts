import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import { ignoreUnknownCode } from './ignore-unknown-code.js';

describe('ignore-unknown-code', () => {
  test('is told at the comment', () => {
    const [found, ...more] = diagnoseExample(ignoreUnknownCode.wrong);
    expect([found?.code, more]).toEqual(['ignore-unknown-code', []]);
    expect(found?.span.column).toBeGreaterThanOrEqual(1);
    expect(found?.suggestion).toBeTruthy();
  });
});
