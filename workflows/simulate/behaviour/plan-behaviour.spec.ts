import { describe, expect, test } from '@jest/globals';
import { UTC_CALENDAR } from '../../model/calendar.js';
import type { Autopilot, Behaviour } from './autopilot.js';
import { pickOutcome, planAnswer, planClose, planSeen } from './plan-behaviour.js';

const DAY = 86_400_000;
const monday = Date.parse('2026-03-02T08:00:00Z');

const behaves = (change: Partial<Extract<Behaviour, { never: false }>> = {}): Behaviour => ({
  never: false,
  closes: 1,
  after: [
    { amount: 2, unit: 'h' },
    { amount: 1, unit: 'bd' },
  ],
  note: 'Done.',
  outcomes: {},
  ...change,
});

const autopilot = (people: Readonly<Record<string, Behaviour>>, otherwise: Behaviour | null = null): Autopilot => ({
  seed: '7',
  people,
  otherwise,
  inApp: { seen: 0.5, within: { amount: 2, unit: 'd' }, dismissed: 0.5 },
});

const task = (n: number, ...members: readonly string[]) => ({
  dedupeKey: `run:call#${n}`,
  outcomes: ['reached', 'no_answer'],
  expiresAt: monday + 14 * DAY,
  owners: members.map((member) => ({ member, since: monday })),
});

const many = Array.from({ length: 400 }, (_, index) => index);

describe('what a person does about a task', () => {
  test('the same task is always dealt with in the same way', () => {
    const people = autopilot({ anna: behaves({ closes: 0.5 }) });
    for (const n of many.slice(0, 50)) {
      expect(planClose(people, task(n, 'anna'), UTC_CALENDAR)).toEqual(planClose(people, task(n, 'anna'), UTC_CALENDAR));
    }
  });

  test('another seed makes another history', () => {
    const people = autopilot({ anna: behaves({ closes: 0.5 }) });
    const decided = (seed: string) => many.map((n) => planClose({ ...people, seed }, task(n, 'anna'), UTC_CALENDAR) !== null);
    expect(decided('7')).not.toEqual(decided('8'));
  });

  test('it happens within the span, and as often as the share says', () => {
    const plans = many.flatMap(
      (n) => planClose(autopilot({ anna: behaves({ closes: 0.8 }) }), task(n, 'anna'), UTC_CALENDAR) ?? [],
    );
    expect(plans.length / many.length).toBeGreaterThan(0.7);
    expect(plans.length / many.length).toBeLessThan(0.9);
    for (const plan of plans) {
      expect(plan.at).toBeGreaterThanOrEqual(monday + 2 * 3_600_000);
      expect(plan.at).toBeLessThanOrEqual(monday + DAY);
    }
  });

  test('who never closes anything never does; who is not named does as everybody else', () => {
    const people = autopilot({ boris: { never: true } }, behaves());
    expect(planClose(people, task(1, 'boris'), UTC_CALENDAR)).toBeNull();
    expect(planClose(people, task(1, 'carla'), UTC_CALENDAR)).toMatchObject({ by: 'carla' });
    expect(planClose(autopilot({}), task(1, 'carla'), UTC_CALENDAR)).toBeNull();
    expect(planClose(people, task(1), UTC_CALENDAR)).toBeNull();
  });

  test('an escalated task is closed by whoever is first', () => {
    const people = autopilot({ boris: { never: true }, maria: behaves() });
    const escalated = { ...task(1), owners: [{ member: 'boris', since: monday }, { member: 'maria', since: monday + 3 * DAY }] }; // prettier-ignore
    expect(planClose(people, escalated, UTC_CALENDAR)?.at).toBeGreaterThan(monday + 3 * DAY);
  });

  test('a task that would be closed after it has run out is not closed', () => {
    const late = autopilot({ anna: behaves({ after: [{ amount: 15, unit: 'd' }, { amount: 16, unit: 'd' }] }) }); // prettier-ignore
    expect(planClose(late, task(1, 'anna'), UTC_CALENDAR)).toBeNull();
  });
});

describe('the outcome of a task', () => {
  test('only declared outcomes are given', () => {
    expect(pickOutcome(['found', 'not_found'], { reached: 1 }, 0.1)).toBe('found');
    expect(pickOutcome(['found', 'not_found'], { reached: 1 }, 0.9)).toBe('not_found');
  });

  test('declared outcomes without a share share what is left', () => {
    expect(pickOutcome(['a', 'b', 'c'], { b: 0.5 }, 0.2)).toBe('a');
    expect(pickOutcome(['a', 'b', 'c'], { b: 0.5 }, 0.3)).toBe('b');
    expect(pickOutcome(['a', 'b', 'c'], { b: 0.5 }, 0.8)).toBe('c');
    expect(pickOutcome(['a', 'b'], { a: 1 }, 0.999)).toBe('a');
  });

  test('a task without outcomes cannot be closed', () => {
    expect(pickOutcome([], {}, 0.5)).toBeNull();
    expect(pickOutcome(['a'], { a: 0 }, 0.5)).toBeNull();
  });
});

describe('what a contact does about an in-app message', () => {
  test('about the share of them is seen, in time, and dismissed after it was seen', () => {
    const message = (n: number) => ({ dedupeKey: `run:tip#${n}:c1`, createdAt: monday, expiresAt: monday + DAY });
    const plans = many.flatMap((n) => planSeen(autopilot({}), message(n), UTC_CALENDAR) ?? []);
    expect(plans.length).toBeGreaterThan(50);
    expect(plans.length).toBeLessThan(150);
    for (const plan of plans) {
      expect(plan.seenAt).toBeLessThan(monday + DAY);
      expect(plan.dismissedAt ?? Infinity).toBeGreaterThan(plan.seenAt);
    }
  });
});

describe('what somebody answers to a question', () => {
  const asks = (change: Partial<NonNullable<Autopilot['questions']>> = {}): Autopilot => ({
    ...autopilot({}),
    questions: { answered: 1, within: { amount: 3, unit: 'd' }, answers: {}, ...change },
  });
  const question = (n: number) => ({
    dedupeKey: `run:ask#${n}`,
    answers: ['yes', 'no'],
    askedAt: monday,
    expiresAt: monday + 14 * DAY,
  });

  test('without a word about questions nobody answers', () => {
    expect(planAnswer(autopilot({}), question(1), UTC_CALENDAR)).toBeNull();
  });

  test('the same question is always answered alike, within the span, with an answer that it offers', () => {
    for (const n of many.slice(0, 50)) {
      const planned = planAnswer(asks(), question(n), UTC_CALENDAR);
      expect(planned).toEqual(planAnswer(asks(), question(n), UTC_CALENDAR));
      expect(planned?.at).toBeGreaterThanOrEqual(monday);
      expect(planned?.at).toBeLessThanOrEqual(monday + 3 * DAY);
      expect(['yes', 'no']).toContain(planned?.answer);
    }
  });

  test('as often as the share says, and never after it has expired', () => {
    const answered = many.filter((n) => planAnswer(asks({ answered: 0.3 }), question(n), UTC_CALENDAR) !== null);
    expect(answered.length / many.length).toBeGreaterThan(0.2);
    expect(answered.length / many.length).toBeLessThan(0.4);
    const short = many.flatMap((n) => planAnswer(asks(), { ...question(n), expiresAt: monday + DAY }, UTC_CALENDAR) ?? []);
    expect(short.length).toBeLessThan(many.length);
    for (const { at } of short) expect(at).toBeLessThan(monday + DAY);
  });
});
