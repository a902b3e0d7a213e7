import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import { ignoreError } from './ignore-error.js';

describe('ignore-error', () => {
  test('is told at the comment', () => {
    const [found, ...more] = diagnoseExample(ignoreError.wrong);
    expect([found?.code, more]).toEqual(['ignore-error', []]);
    expect(found?.span.column).toBeGreaterThanOrEqual(1);
    expect(found?.suggestion).toBeTruthy();
  });
});
