import { describe, expect, test } from '@jest/globals';
import { EpisodeLedger } from './episode-ledger.js';

const ledger = (ends: Readonly<Record<string, number>> = {}) => new EpisodeLedger((runId) => ends[runId] ?? null);

describe('the episodes of a playbook', () => {
  test('one is open at a time, and the next one has the next number', () => {
    const episodes = ledger();
    expect(episodes.begin('acme', null, 10)).toBe('check#1');
    expect(episodes.begin('acme', null, 20)).toBeNull();
    expect(episodes.close(['acme', 'nobody'], 30)).toBe(1);
    expect(episodes.begin('acme', null, 40)).toBe('check#2');
  });

  test('what ended at an instant does not begin again at it, and what began at it does not end', () => {
    const episodes = ledger();
    episodes.begin('acme', null, 10);
    expect(episodes.close(['acme'], 10)).toBe(0);
    episodes.close(['acme'], 30);
    expect(episodes.begin('acme', null, 30)).toBeNull();
  });

  test('a named moment counts once and keeps nothing open', () => {
    const episodes = ledger();
    expect(episodes.begin('acme', 'contract.end:2026-12-31', 10)).toBe('contract.end:2026-12-31');
    expect(episodes.begin('acme', 'contract.end:2026-12-31', 20)).toBeNull();
    expect(episodes.begin('acme', 'contract.end:2027-12-31', 20)).toBe('contract.end:2027-12-31');
    expect(episodes.open.size).toBe(0);
  });

  test('a run that ends later than the decision is still running, and one that has ended says when', () => {
    const episodes = ledger({ one: 50 });
    expect(episodes.history('acme', 10)).toEqual({ running: null, lastEndedAt: null, everEnrolled: false });
    episodes.enroll('acme', 'one', 10);
    expect(episodes.history('acme', 49)).toMatchObject({ running: 'one', everEnrolled: true });
    expect(episodes.history('acme', 50)).toEqual({ running: null, lastEndedAt: 50, everEnrolled: true });
    episodes.enroll('acme', 'two', 60);
    expect(episodes.history('acme', 60).running).toBe('two');
    expect([episodes.used(10, 60), episodes.used(11, 60), episodes.used(11, 59)]).toEqual([2, 1, 0]);
  });
});
