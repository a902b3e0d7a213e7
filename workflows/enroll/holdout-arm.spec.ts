import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { HOLDOUT_SALT, holdoutArm, holdoutBucket } from './holdout-arm.js';

const accounts = Array.from({ length: 4_000 }, (_, index) => `account-${index}`);

describe('holdoutBucket', () => {
  test('is the first four bytes of sha256(salt|playbook|account) modulo 10000', () => {
    for (const account of accounts.slice(0, 50)) {
      const digest = createHash('sha256').update(`s|rescue|${account}`).digest();
      expect(holdoutBucket('s', 'rescue', account)).toBe(digest.readUInt32BE(0) % 10_000);
    }
  });

  test('the buckets of different playbooks are independent of each other', () => {
    const both = accounts.filter(
      (account) => holdoutBucket(HOLDOUT_SALT, 'a', account) < 5_000 && holdoutBucket(HOLDOUT_SALT, 'b', account) < 5_000,
    );
    expect(both.length / accounts.length).toBeGreaterThan(0.22);
    expect(both.length / accounts.length).toBeLessThan(0.28);
  });
});

describe('holdoutArm', () => {
  test('a share of 0 has no control group, a share of 1 nothing else', () => {
    expect(new Set(accounts.map((account) => holdoutArm('rescue', account, 0)))).toEqual(new Set(['treatment']));
    expect(new Set(accounts.map((account) => holdoutArm('rescue', account, 1)))).toEqual(new Set(['holdout']));
  });

  test('a larger share only adds accounts to the control group', () => {
    const heldAt = (share: number) => new Set(accounts.filter((account) => holdoutArm('rescue', account, share) === 'holdout'));
    const small = heldAt(0.05);
    const large = heldAt(0.2);
    expect([...small].every((account) => large.has(account))).toBe(true);
    expect(large.size / accounts.length).toBeCloseTo(0.2, 1);
  });
});
