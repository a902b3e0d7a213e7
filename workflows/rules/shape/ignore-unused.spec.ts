import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import { ignoreUnused } from './ignore-unused.js';

describe('ignore-unused', () => {
  test('is told at the comment', () => {
    const [found, ...more] = diagnoseExample(ignoreUnused.wrong);
    expect([found?.code, more]).toEqual(['ignore-unused', []]);
    expect(found?.span.column).toBeGreaterThanOrEqual(1);
    expect(found?.suggestion).toBeTruthy();
  });
});
