import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ImportReport } from '../../prisma/import/import-folder.js';
import { WORTHWHILE_BYTES } from '../../prisma/import/empty-table.js';
import { emptyBook, ImportBook } from '../support/import-book.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';

const ACCOUNTS = ['account_id,name,timezone', 'acme,Acme,Europe/Berlin', 'bolt,Bolt,America/New_York', 'czar,Czar,UTC'];
const COLUMNS = 'event_id,occurred_at,account_id,contact_id,event,term,score,pad';
/** What makes a file large enough for the quick way. */
const PAD = 'p'.repeat(800);
const ENOUGH = Math.ceil((1.2 * WORTHWHILE_BYTES) / PAD.length);
const plain = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `e${from + i},2025-03-01T10:00:00Z,acme,c${i % 7},login,2025,${i % 101},${PAD}`);

let scratch: ScratchDatabase;
let book: ImportBook;
beforeAll(async () => {
  scratch = await scratchDatabase();
}, 60_000);
afterAll(() => scratch?.stop());
beforeEach(async () => {
  book = await ImportBook.create();
  await book.write({ 'accounts.csv': ACCOUNTS });
});
afterEach(async () => {
  await book.remove();
  await emptyBook(scratch.db);
});

interface Outcome {
  readonly report: ImportReport['sections']['events'];
  readonly rejected: unknown;
  readonly rows: unknown;
}

async function outcome(report: ImportReport): Promise<Outcome> {
  const { rows } = await scratch.db.pool.query(
    `SELECT *, properties::text AS exact FROM events WHERE source = 'crm' ORDER BY event_id COLLATE "C"`,
  );
  return { report: report.sections.events, rejected: await book.rejected('events'), rows };
}

/** The same folder into an empty table and into one that has a row of somebody else. */
async function bothWays(): Promise<{ quick: Outcome; staged: Outcome }> {
  await scratch.db.pool.query('TRUNCATE events');
  const quick = await outcome(await book.import(scratch.db));
  await scratch.db.pool.query('TRUNCATE events');
  await scratch.db.pool.query(
    `INSERT INTO events (source, event_id, account_id, name, occurred_at, received_at) VALUES ('api', 'e1', 'acme', 'login', now(), now())`,
  );
  const staged = await outcome(await book.import(scratch.db));
  return { quick, staged };
}

/** Keys, indexes and rules of the table, as they were made. */
async function shape(): Promise<unknown> {
  const indexes = await scratch.db.pool.query(`SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'events' ORDER BY 1`);
  const constraints = await scratch.db.pool.query(
    `SELECT conname, pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE conrelid = 'events'::regclass ORDER BY 1`,
  );
  return [indexes.rows, constraints.rows];
}

describe('a large file into an empty table of events', () => {
  test('ends as the slower way ends: the same rows, the same rejects, the same report', async () => {
    const id = fc.oneof(
      { weight: 6, arbitrary: fc.nat(5_000).map((n) => `r${n}`) },
      { weight: 1, arbitrary: fc.constantFrom('', ' ', 'ü', 'r1') },
    );
    const time = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('2025-03-30', '2025-03-30T02:30', '2025-10-26 02:30:00', '2024-02-29T23:59:59.999Z'),
      },
      { weight: 2, arbitrary: fc.constantFrom('1931-05-01', '2025-07-01T12:00:00+05:30', '9999-12-31T23:59:59-12:00') },
      { weight: 1, arbitrary: fc.constantFrom('', '2025-02-29', '0024-01-01', 'soon', '2025-01-01T10:00:00+99:00') },
    );
    const score = fc.constantFrom('', '7', '-0', '0.5', '1e21', '1e+21', '007', 'true', 'NaN', '12345678901234567890', 'two words', '"a ""quoted"" text"', '"two\nlines"', 'stray " quote', 'back\\slash\ttab', '你好', '😀'); // prettier-ignore
    const row = fc
      .tuple(
        id,
        time,
        fc.constantFrom('acme', 'bolt', 'czar', 'ghost', ' acme '),
        fc.constantFrom('', 'c1', ' c2 '),
        fc.constantFrom('login', 'login', ''),
        score,
      ) // prettier-ignore
      .map(([event, at, account, contact, name, value]) => `${event},${at},${account},${contact},${name},2025,${value},x`);
    const ending = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 60 }), ending, fc.boolean(), async (some, end, doubles) => {
        const rows = doubles ? some : some.map((text, i) => text.replace(/^(\S+?),/, `$1-${i},`));
        const lines = [COLUMNS, ...plain(10_000, ENOUGH / 2), ...rows, ...plain(20_000, ENOUGH / 2)];
        await book.write({ 'events.csv': lines.join(end) });
        const { quick, staged } = await bothWays();
        expect(quick).toEqual(staged);
        const { read = 0, taken = 0, rejected = 0 } = quick.report ?? {};
        expect(taken + rejected).toBe(read);
        expect(taken).toBe((quick.rows as unknown[]).length);
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  test('leaves every key, index and rule as it was', async () => {
    const before = await shape();
    await book.write({ 'events.csv': [COLUMNS, ...plain(0, ENOUGH)] });
    expect((await book.import(scratch.db)).sections.events).toMatchObject({ read: ENOUGH, taken: ENOUGH, rejected: 0 });
    expect(await shape()).toEqual(before);
    expect((await book.import(scratch.db)).sections.events).toMatchObject({ read: ENOUGH, taken: 0, rejected: 0 });
  });

  test('an id that stands there twice is found on its line, and the keys are back', async () => {
    const before = await shape();
    await book.write({ 'events.csv': [COLUMNS, ...plain(0, ENOUGH), ...plain(5, 1), 'bad,never,acme,,login,,,'] });
    expect((await book.import(scratch.db)).sections.events).toMatchObject({ read: ENOUGH + 2, taken: ENOUGH, rejected: 2 });
    expect(await book.rejected('events')).toMatchObject([
      { line: String(ENOUGH + 2), reason: 'the same id stands on line 7 already' },
      { line: String(ENOUGH + 3) },
    ]);
    expect(await shape()).toEqual(before);
  });

  test('waits for nobody who is using the table', async () => {
    await book.write({ 'events.csv': [COLUMNS, ...plain(0, ENOUGH)] });
    const reader = await scratch.db.pool.connect();
    try {
      await reader.query('BEGIN');
      await reader.query('SELECT count(*) FROM events');
      expect((await book.import(scratch.db)).sections.events).toMatchObject({ taken: ENOUGH });
      expect((await reader.query('SELECT count(*)::int AS n FROM events')).rows).toEqual([{ n: ENOUGH }]);
    } finally {
      await reader.query('ROLLBACK');
      reader.release();
    }
  });

  test('a fault on the way leaves the table as it was', async () => {
    const before = await shape();
    await book.write({ 'events.csv': [COLUMNS, ...plain(0, ENOUGH)] });
    await scratch.db.pool.query(`ALTER TABLE events ADD CONSTRAINT refuse_some CHECK (event_id <> 'e900')`);
    try {
      await expect(book.import(scratch.db)).rejects.toThrow('refuse_some');
    } finally {
      await scratch.db.pool.query('ALTER TABLE events DROP CONSTRAINT refuse_some');
    }
    expect(await shape()).toEqual(before);
    expect((await book.import(scratch.db)).sections.events).toMatchObject({ taken: ENOUGH });
  });
});
