import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import { ignoreWithoutReason } from './ignore-without-reason.js';

describe('ignore-without-reason', () => {
  test('is told at the comment', () => {
    const [found, ...more] = diagnoseExample(ignoreWithoutReason.wrong);
    expect([found?.code, more]).toEqual(['ignore-without-reason', []]);
    expect(found?.span.column).toBeGreaterThanOrEqual(1);
    expect(found?.suggestion).toBeTruthy();
  });
});
