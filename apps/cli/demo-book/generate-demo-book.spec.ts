import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activity } from './account-history.js';
import { bookCalendar } from './book-calendar.js';
import { csvText } from './csv-text.js';
import { generateDemoBook, type DemoBook } from './generate-demo-book.js';
import { planAccounts } from './plan-accounts.js';

// A book takes half a second to write; on a machine that does ten things at once it may take ten times that.
jest.setTimeout(30_000);

const YEAR = { from: '2025-01-01', to: '2025-12-31' };

describe('the demo book', () => {
  let root: string;
  let first: DemoBook;
  let cpuMs: number;
  const read = (book: string, name: string): Promise<string> => readFile(join(root, book, name), 'utf8');
  const rows = async (name: string): Promise<string[][]> =>
    (await read('a', name)).trim().split('\n').slice(1).map((line) => line.split(',')); // prettier-ignore

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'sopwith-demo-book-'));
    const started = process.cpuUsage();
    first = await generateDemoBook(join(root, 'a'), { seed: 7, ...YEAR });
    // Processor time: a busy machine must not fail the law.
    const used = process.cpuUsage(started);
    cpuMs = (used.user + used.system) / 1_000;
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('the same seed and dates give the same bytes', async () => {
    const again = await generateDemoBook(join(root, 'b'), { seed: 7, ...YEAR });
    expect({ ...again, files: [] }).toEqual({ ...first, files: [] });
    for (const path of first.files) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      expect(await read('b', name)).toBe(await read('a', name));
    }
  });

  test('another seed gives another book', async () => {
    await generateDemoBook(join(root, 'c'), { seed: 8, ...YEAR });
    expect(await read('c', 'events.csv')).not.toBe(await read('a', 'events.csv'));
  });

  test('it has 60 accounts and 60,000 to 120,000 events, and is written within three seconds', () => {
    expect(first.accounts).toBe(60);
    expect(first.events).toBeGreaterThan(60_000);
    expect(first.events).toBeLessThan(120_000);
    expect(cpuMs).toBeLessThan(3_000);
  });

  test('every row points at something that exists, and ids are unique', async () => {
    const accounts = new Set((await rows('accounts.csv')).map(([id]) => id));
    const members = new Set((await rows('members.csv')).map(([id]) => id));
    const contacts = new Map((await rows('contacts.csv')).map(([id, account]) => [id, account]));
    const events = await rows('events.csv');
    expect(accounts.size).toBe(60);
    expect(contacts.size).toBe(first.contacts);
    expect(new Set(events.map(([id]) => id)).size).toBe(first.events);
    expect(events.filter(([, , account, contact]) => contacts.get(contact) !== account)).toEqual([]);
    for (const row of await rows('accounts.csv')) if (row[5] !== '') expect(members.has(row[5])).toBe(true);
    for (const [account] of await rows('subscriptions.csv')) expect(accounts.has(account)).toBe(true);
  });

  test('every event lies inside the book, in ascending order', async () => {
    const times = (await rows('events.csv')).map(([, at]) => at ?? '');
    expect([...times].sort()).toEqual(times);
    expect(times[0] !== undefined && times[0] >= '2024-12-31T16:00').toBe(true);
    expect(times.at(-1) !== undefined && (times.at(-1) as string) < '2026-01-01T00:00').toBe(true);
  });

  test('some accounts have nobody to write to and some have no CSM', async () => {
    const contacts = await rows('contacts.csv');
    const champions = contacts.filter((row) => row[4] === 'champion');
    expect(champions).toHaveLength(59);
    expect(champions.filter((row) => row[3] === '')).toHaveLength(1);
    expect((await rows('accounts.csv')).filter((row) => row[5] === '')).toHaveLength(2);
  });

  test('nobody real can get a mail: every address ends in .example', async () => {
    for (const row of await rows('contacts.csv')) expect(row[3]).toMatch(/^$|^[a-z0-9-]+@[a-z0-9-]+\.example$/);
    for (const row of await rows('members.csv')) expect(row[2]).toMatch(/\.example$/);
  });

  test('logins of a collapsing account fall by more than half from one week to the next', async () => {
    const calendar = bookCalendar(YEAR.from, YEAR.to);
    const events = await rows('events.csv');
    for (const account of planAccounts('7', calendar).filter(({ archetype }) => archetype === 'collapsing')) {
      const between = (from: number, to: number): number =>
        events.filter(
          (row) => row[2] === account.id && row[4] === 'login' && row[1]! >= calendar.date(from) && row[1]! < calendar.date(to),
        ).length;
      const day = account.troubleDay;
      expect(day).toBeGreaterThanOrEqual(245);
      expect(between(day, day + 7)).toBeLessThanOrEqual(between(day - 7, day) * 0.5);
    }
  });
});

describe('the cast', () => {
  const calendar = bookCalendar(YEAR.from, YEAR.to);
  const cast = planAccounts('7', calendar);

  test('a recovering account is back to normal without anybody, a collapsing one is not', () => {
    const recovering = cast.find(({ archetype }) => archetype === 'recovering')!;
    const collapsing = cast.find(({ archetype }) => archetype === 'collapsing')!;
    expect(activity(recovering, recovering.troubleDay + 7)).toBeLessThan(0.5);
    expect(activity(recovering, recovering.troubleDay + 60)).toBe(1);
    expect(activity(collapsing, collapsing.troubleDay + 60)).toBeLessThan(0.3);
  });

  test('contracts end and begin inside the last 120 days', () => {
    const stage = calendar.lastDay - 120;
    const due = cast.flatMap(({ terms }) => terms).filter(({ end }) => end - 90 >= stage && end - 90 <= calendar.lastDay);
    const begun = cast.filter(({ terms }) => terms.length === 1 && terms[0]!.start >= stage - 90 && terms[0]!.start >= 0);
    expect(due.length).toBeGreaterThanOrEqual(12);
    expect(begun.length).toBeGreaterThanOrEqual(8);
  });

  test('terms of one account never overlap', () => {
    for (const { terms } of cast) terms.reduce((before, term) => (expect(term.start).toBeGreaterThanOrEqual(before.end), term));
  });

  test('both languages and both time zones are there', () => {
    expect(new Set(cast.map(({ zone }) => zone))).toEqual(new Set(['Europe/Berlin', 'Asia/Shanghai']));
    expect(new Set(cast.map(({ locale }) => locale))).toEqual(new Set(['en', 'zh']));
  });
});

describe('dates of the book', () => {
  test('a local wall time becomes an instant, summer and winter', () => {
    const calendar = bookCalendar(YEAR.from, YEAR.to);
    expect(calendar.instant(0, 600, 'Europe/Berlin')).toBe('2025-01-01T09:00:00.000Z');
    expect(calendar.instant(181, 600, 'Europe/Berlin')).toBe('2025-07-01T08:00:00.000Z');
    expect(calendar.instant(181, 600, 'Asia/Shanghai')).toBe('2025-07-01T02:00:00.000Z');
  });

  test('a book that is too short or has a bad date says so', () => {
    expect(() => bookCalendar('2025-01-01', '2025-06-30')).toThrow(/181 days: give it a year/);
    expect(() => bookCalendar('01.01.2025', '2025-12-31')).toThrow(/"from" is "01.01.2025": write a date/);
  });

  test('a cell with a comma, a quote or a line break is quoted', () => {
    expect(csvText(['a', 'b'], [['x,y', 'say "hi"'], [null, 3]])).toBe('a,b\n"x,y","say ""hi"""\n,3\n'); // prettier-ignore
  });
});
