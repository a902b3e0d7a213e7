import { describe, expect, test } from '@jest/globals';
import type { TraceEntry } from '../../../workflows/model/run.js';
import { failureText } from './failure-text.js';

function failed(seq: number, step: string, detail?: Record<string, string>): TraceEntry {
  const line = { seq, at: 0, type: 'step_settled', step, key: `${step}#${seq}`, status: 'failed', outcome: 'rejected' } as const;
  return detail ? { ...line, detail } : line;
}

describe('why a step failed, for the person who takes over', () => {
  test('is what its channel said last, in both languages', () => {
    const entries = [
      failed(1, 'mail', { because: 'first' }),
      failed(2, 'mail', { because: 'then', because_zh: '后来' }),
      failed(3, 'other', { because: 'not this one' }),
    ];
    expect(failureText(entries, 'mail', 'rejected')).toEqual({ en: 'then', zh: '后来' });
  });

  test('is the reason in words when nothing was said', () => {
    expect(failureText([failed(1, 'mail')], 'mail', 'gave_up_after_72h').en).toBe('it could not be carried out for three days');
    expect(failureText([], 'mail', 'no_account').zh).toBe('该客户已不存在');
  });

  test.each(['surprise', 'constructor', '__proto__'])('is the reason as it is when nobody knows it: %s', (reason) => {
    expect(failureText([], 'mail', reason)).toEqual({ en: reason });
  });
});
