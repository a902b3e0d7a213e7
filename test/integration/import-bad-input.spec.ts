import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { emptyBook, ImportBook, rowCounts } from '../support/import-book.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';

const ACCOUNTS = ['account_id,name,timezone', 'acme,Acme,Europe/Berlin', 'bolt,Bolt,UTC'];
const EVENT_COLUMNS = 'event_id,occurred_at,account_id,contact_id,event,note';
const NOTHING = { members: 0, accounts: 0, contacts: 0, subscriptions: 0, events: 0, metric_points: 0 };

let scratch: ScratchDatabase;
let book: ImportBook;
beforeAll(async () => {
  scratch = await scratchDatabase();
}, 60_000);
afterAll(() => scratch?.stop());
beforeEach(async () => {
  book = await ImportBook.create();
});
afterEach(async () => {
  await book.remove();
  await emptyBook(scratch.db);
});

describe('a folder that cannot be imported at all is refused before anything is written', () => {
  async function refused(code: string, ...says: string[]): Promise<void> {
    const error: unknown = await book.import(scratch.db).then(
      () => new Error('it was imported'),
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code });
    for (const part of says) expect((error as Error).message).toContain(part);
    expect(await rowCounts(scratch.db)).toEqual(NOTHING);
    expect(existsSync(book.rejects) ? await readdir(book.rejects) : []).toEqual([]);
  }

  test('a folder that is not there', async () => {
    await book.remove();
    await refused('import-folder-missing', book.folder, 'does not exist', 'accounts.csv');
  });

  test('no accounts.csv', async () => {
    await book.write({ 'events.csv': [EVENT_COLUMNS] });
    await refused('import-file-missing', 'accounts.csv does not exist', 'no row can be given an account');
  });

  test('a file that the mapping names', async () => {
    await book.write({ 'accounts.csv': ACCOUNTS, 'mapping.yaml': 'kind: Mapping\nevents: { file: log.csv }\n' });
    await refused('import-file-missing', 'log.csv does not exist', '"events: file"', '"file: none"');
  });

  test('a missing column, with the one that is probably meant, in whatever file it is', async () => {
    await book.write({
      'accounts.csv': ACCOUNTS,
      'events.csv': ['event_id,ocurred_at,account_id,event', 'e1,2025-01-01,acme,login'],
    });
    await refused(
      'import-column-missing',
      'events.csv:1 has no column "occurred_at"',
      'Did you mean "ocurred_at"?',
      'mapping.yaml',
    );
  });

  test('a column that the mapping names, in a template, a lookup, a list to keep or a row to add', async () => {
    const mappings = [
      `accounts: { fields: { name: '{title} {name}' } }`,
      'accounts: { fields: { csm: { by: title, of: { a: b } } } }',
      'accounts: { keep: [title] }',
      `contacts: { also: [{ id: '{title}' }] }`,
      `contacts: { also: [{ where: { title: x }, id: '{account_id}' }] }`,
    ];
    for (const mapping of mappings) {
      await book.write({ 'accounts.csv': ACCOUNTS, 'mapping.yaml': `kind: Mapping\n${mapping}\n` });
      await refused('import-column-missing', 'accounts.csv:1 has no column "title"');
    }
  });

  test('a column that is there twice', async () => {
    await book.write({ 'accounts.csv': ['account_id,name,name', 'acme,Acme,Acme'] });
    await refused('import-column-twice', 'accounts.csv:1 names the column "name" twice');
  });

  test('an empty file, also one that holds a byte order mark and line breaks only', async () => {
    await book.write({ 'accounts.csv': ACCOUNTS, 'events.csv': '' });
    await refused('import-file-unreadable', 'events.csv is empty', 'name the columns');
    await book.write({ 'events.csv': '\uFEFF\r\n\r\n' });
    await refused('import-file-unreadable', 'events.csv is empty');
  });

  test('a header with a broken quote, and one without end', async () => {
    await book.write({ 'accounts.csv': 'account_id,"name\nacme,Acme\n' });
    await refused('import-file-unreadable', 'accounts.csv:1', 'a quote is opened and never closed');
    await book.write({ 'accounts.csv': 'x'.repeat(3_000_000) });
    await refused('import-file-unreadable', 'accounts.csv:1', 'more than 1048576 characters');
  });

  test('UTF-16, as some spreadsheets save it', async () => {
    await book.write({ 'accounts.csv': Buffer.from('\uFEFFaccount_id,name\nacme,Acme\n', 'utf16le') });
    await refused('import-file-unreadable', 'UTF-16', 'CSV UTF-8');
  });

  test('a folder where a file should be', async () => {
    await book.write({ 'mapping.yaml': 'kind: Mapping\naccounts: { file: sub }\n' });
    await refused('import-file-missing', 'sub does not exist');
    await book.write({ 'mapping.yaml': 'kind: Mapping\naccounts: { file: . }\n' });
    await refused('import-file-unreadable', 'cannot be read');
  });

  test('a mapping with a mistake, at its place; one that is not there', async () => {
    await book.write({ 'accounts.csv': ACCOUNTS, 'mapping.yaml': 'kind: Mapping\naccounts:\n  fields: { nam: title }\n' });
    await refused('import-mapping-invalid', 'mapping.yaml:3:13 unknown key "nam"; did you mean "name"?');
    await expect(book.import(scratch.db, { mapping: path.join(book.folder, 'other.yaml') })).rejects.toMatchObject({
      code: 'import-mapping-invalid',
      message: expect.stringMatching(/other\.yaml cannot be read/) as unknown,
    });
  });

  test('a place for rejected rows that cannot be written: a row would be lost', async () => {
    await book.write({ 'accounts.csv': [...ACCOUNTS, ',Nameless,UTC'] });
    await writeFile(book.rejects, 'a file stands here');
    await expect(book.import(scratch.db)).rejects.toMatchObject({ code: 'import-rejects-unwritable' });
    expect(await rowCounts(scratch.db)).toEqual(NOTHING);
  });

  test('a fault in the middle leaves nothing half-written, neither rows nor files', async () => {
    await book.write({
      'accounts.csv': [...ACCOUNTS, ',Nameless,UTC'],
      'events.csv': [EVENT_COLUMNS, 'e1,2025-01-01,acme,,login,'],
    });
    await scratch.db.pool.query(`ALTER TABLE events ADD CONSTRAINT refuse_all CHECK (name <> 'login')`);
    try {
      await expect(book.import(scratch.db)).rejects.toThrow('refuse_all');
    } finally {
      await scratch.db.pool.query('ALTER TABLE events DROP CONSTRAINT refuse_all');
    }
    expect(await rowCounts(scratch.db)).toEqual(NOTHING);
    expect(existsSync(book.rejects) ? await readdir(book.rejects) : []).toEqual([]);
    expect((await book.import(scratch.db)).sections).toMatchObject({ accounts: { taken: 2, rejected: 1 }, events: { taken: 1 } });
  });
});

describe('a row that cannot be taken lands in a file with its line and the reason, and the rest is imported', () => {
  const good = 'good,2025-03-01T10:00:00Z,acme,,login,fine';
  const cases: readonly (readonly [what: string, row: string, reason: string])[] = [
    ['no id', ',2025-03-01,acme,,login,', 'id is empty'],
    ['an id of spaces', '"   ",2025-03-01,acme,,login,', 'id is empty'],
    ['no date', 'e,,acme,,login,', 'occurred_at is empty'],
    ['a date in another form', 'e,01/03/2025,acme,,login,', 'occurred_at "01/03/2025" is not a date'],
    ['a day that does not exist', 'e,2025-02-29,acme,,login,', 'occurred_at "2025-02-29" is not a date'],
    ['a time that does not exist', 'e,2025-03-01T25:00:00Z,acme,,login,', 'occurred_at "2025-03-01T25:00:00Z" is not a date'],
    ['an offset that does not exist', 'e,2025-03-01T10:00:00+99:99,acme,,login,', 'is not a date'],
    ['no account', 'e,2025-03-01,,,login,', 'account is empty'],
    ['an account nobody knows', 'e,2025-03-01,ghost,,login,', 'account "ghost" is not known'],
    ['no name', 'e,2025-03-01,acme,,,', 'name is empty'],
    ['too few fields', 'e,2025-03-01', 'account is empty'],
    ['too many fields', 'e,2025-03-01,acme,,login,Hello, world', '7 fields, but 6 columns; is a comma not quoted?'],
    ['an id without end', `${'x'.repeat(3_000)},2025-03-01,acme,,login,`, 'id has 3000 characters; 200 are the limit'],
    ['a name without end', `e,2025-03-01,acme,,${'x'.repeat(3_000)},`, 'name has 3000 characters'],
    ['a NUL', 'e,2025-03-01,acme,,login,a\u0000b', 'note holds a NUL character'],
    ['a quote in the middle', 'e,2025-03-01,acme,,login,5" disk', 'there is a quote inside a field'],
    ['text behind a quote', 'e,2025-03-01,acme,,login,"a" b', 'there is text after a closing quote'],
    ['two megabytes', `e,2025-03-01,acme,,login,${'x'.repeat(2 * 1024 * 1024)}`, 'the row has more than 1048576 characters'],
    [
      'two megabytes in quotes',
      `e,2025-03-01,acme,,login,"${'x'.repeat(2 * 1024 * 1024)}"`,
      'the row has more than 1048576 characters',
    ],
  ];

  test.each(cases)('%s', async (_what, row, reason) => {
    await book.write({ 'accounts.csv': ACCOUNTS, 'events.csv': [EVENT_COLUMNS, row, good] });
    const { events } = (await book.import(scratch.db)).sections;
    expect(events).toMatchObject({ read: 2, taken: 1, rejected: 1, rejectsFile: path.join(book.rejects, 'events.rejected.csv') });
    expect(events?.firstReject?.line).toBe(2);
    expect(events?.firstReject?.reason).toContain(reason);
    const rejected = await book.rejected('events');
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).toMatchObject({ line: '2', original: row.slice(0, 1024 * 1024) });
    const { rows } = await scratch.db.pool.query('SELECT event_id, properties FROM events');
    expect(rows).toEqual([{ event_id: 'good', properties: { note: 'fine' } }]);
  });

  test('text that is not UTF-8', async () => {
    const row = Buffer.from('e,2025-03-01,acme,,login,M\xfcller\n', 'latin1');
    await book.write({
      'accounts.csv': ACCOUNTS,
      'events.csv': Buffer.concat([Buffer.from(`${EVENT_COLUMNS}\n`), row, Buffer.from(`${good}\n`)]),
    });
    expect((await book.import(scratch.db)).sections.events).toMatchObject({ taken: 1, rejected: 1 });
    expect((await book.rejected('events'))[0]).toMatchObject({
      line: '2',
      reason: 'note is not UTF-8 text; save the file as "CSV UTF-8"',
    });
  });

  test('a quote that is never closed costs its line alone', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `e${i},2025-03-01,acme,,login,${i === 10 ? '"open' : `n${i}`}`);
    await book.write({ 'accounts.csv': ACCOUNTS, 'events.csv': [EVENT_COLUMNS, ...rows] });
    expect((await book.import(scratch.db)).sections.events).toMatchObject({ read: 50, taken: 49, rejected: 1 });
    expect(await book.rejected('events')).toMatchObject([{ line: '12', original: 'e10,2025-03-01,acme,,login,"open' }]);
  });

  test('an id that stands there twice: the first is taken, the second names its line', async () => {
    await book.write({
      'accounts.csv': [...ACCOUNTS, 'acme,Acme again,Asia/Shanghai'],
      'contacts.csv': ['contact_id,account_id,name', 'c1,acme,Ann', 'c1,bolt,Bob'],
      'subscriptions.csv': [
        'account_id,product,start_date,end_date',
        'acme,Pro,2025-01-01,2026-01-01',
        'acme,Pro,2025-01-01,2027-01-01',
      ],
      'events.csv': [EVENT_COLUMNS, good, 'other,2025-03-02,acme,,login,', good],
      'metrics.csv': ['account_id,metric,period_start,per,value', 'acme,nps,2025-03-05,month,40', 'acme,nps,2025-03,month,50'],
      'members.csv': ['member_id,name', 'm,Mia', 'm,Max'],
    });
    const { sections } = await book.import(scratch.db);
    for (const [name, line] of Object.entries({
      accounts: 2,
      contacts: 2,
      subscriptions: 2,
      events: 2,
      metrics: 2,
      members: 2,
    })) {
      expect(await book.rejected(name)).toMatchObject([{ reason: `the same id stands on line ${line} already` }]);
    }
    expect(sections.events).toMatchObject({ read: 3, taken: 2, rejected: 1, firstReject: { line: 4 } });
    const { rows } = await scratch.db.pool.query(`SELECT name, timezone FROM accounts WHERE id = 'acme'`);
    expect(rows).toEqual([{ name: 'Acme', timezone: 'Europe/Berlin' }]);
    // An event without an offset is read in the zone of the account that was taken, not of its rejected double.
    const { rows: events } = await scratch.db.pool.query(`SELECT occurred_at FROM events WHERE event_id = 'other'`);
    expect(events).toEqual([{ occurred_at: new Date('2025-03-01T23:00:00Z') }]);
  });

  test('each section has rules of its own', async () => {
    await book.write({
      'members.csv': ['member_id,name,active', 'm1,,', 'm2,Max,perhaps', ',Nobody,'],
      'accounts.csv': [
        'account_id,name,status,timezone,locale,muted,csm_id',
        'a1,A,lost,,,,',
        'a2,A,,Mars/Olympus,,,',
        'a3,A,,,fr,,',
        'a4,A,,,,often,',
        'a5,A,,,,,nobody',
      ],
      'contacts.csv': [
        'contact_id,account_id,locale,active,role',
        'c1,ghost,,,',
        'c2,a5,de,,',
        'c3,a5,,never,',
        `c4,a5,,,${'r'.repeat(201)}`,
        ',a5,,,',
      ],
      'subscriptions.csv': [
        'account_id,product,start_date,end_date,seats,mrr',
        'a5,P,2025-01-01,2025-01-01,,',
        'a5,P,2025-01-01,next year,,',
        'a5,P,2025-01-01,2026-01-01,-5,',
        'a5,P,2025-01-01,2026-01-01,5,12 €',
        'ghost,P,2025-01-01,2026-01-01,,',
      ],
      'metrics.csv': [
        'account_id,metric,period_start,per,value',
        'a5,nps,2025-13,month,1',
        'a5,nps,2025-01,year,1',
        'a5,nps,2025-01,month,high',
        'a5,,2025-01,month,1',
        'ghost,nps,2025-01,month,1',
      ],
    });
    const { sections } = await book.import(scratch.db);
    const reasons: Record<string, string[]> = {};
    for (const name of Object.keys(sections))
      reasons[name] = (await book.rejected(name)).map(({ line, reason }) => `${line}: ${reason}`);
    expect(reasons).toEqual({
      members: ['2: name is empty', '3: active "perhaps" is neither true nor false', '4: id is empty'],
      accounts: [
        '2: status "lost" is not one of trial, active, churned',
        '3: timezone "Mars/Olympus" is not known; write one such as Europe/Berlin',
        '4: locale "fr" is not one of en, zh',
        '5: muted "often" is neither true nor false',
        '6: csm "nobody" is not a member; taken without a CSM',
      ],
      contacts: [
        '2: account "ghost" is not known',
        '3: locale "de" is not one of en, zh',
        '4: active "never" is neither true nor false',
        '5: role has 201 characters; 200 are the limit',
        '6: id is empty',
      ],
      subscriptions: [
        '2: end 2025-01-01 is not after start 2025-01-01',
        '3: end "next year" is not a date from 1900 on; write YYYY-MM-DD',
        '4: seats "-5" is not a whole number from 0 to 999999999',
        '5: mrr "12 €" is not an amount; write digits and a decimal point, such as 1250.50',
        '6: account "ghost" is not known',
      ],
      metrics: [
        '2: start "2025-13-01" is not a date from 1900 on; write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ',
        '3: per "year" is not one of day, week, month',
        '4: value "high" is not a number',
        '5: metric is empty',
        '6: account "ghost" is not known',
      ],
    });
    expect(sections.accounts).toMatchObject({ read: 5, taken: 1, rejected: 4, noted: 1, firstReject: { line: 2 } });
    expect(await rowCounts(scratch.db)).toEqual({ ...NOTHING, accounts: 1 });
  });

  test('line numbers are right behind line breaks in quotes, blank lines and a header over two lines', async () => {
    await book.write({
      'accounts.csv': ACCOUNTS,
      'events.csv': [
        'event_id,occurred_at,account_id,contact_id,event,"note\nmore"',
        'e1,2025-03-01,acme,,login,"two',
        'lines"',
        '',
        'e2,never,acme,,login,x',
        'e3,2025-03-01,acme,,login,"a\r\nb\r\nc"',
        'e4,2025-03-01,ghost,,login,"d',
        'e"',
        'e5,2025-03-01,acme,,login,f',
      ],
    });
    const { events } = (await book.import(scratch.db)).sections;
    expect(events).toMatchObject({ read: 5, taken: 3, rejected: 2 });
    expect(await book.rejected('events')).toMatchObject([
      { line: '6', original: 'e2,never,acme,,login,x' },
      { line: '10', original: 'e4,2025-03-01,ghost,,login,"d\ne"' },
    ]);
  });

  test('a text that a spreadsheet would run as a formula is made harmless', async () => {
    await book.write({ 'accounts.csv': [...ACCOUNTS, '=cmd(),,UTC'] });
    await book.import(scratch.db);
    expect(await book.rejected('accounts')).toMatchObject([{ line: '4', original: `'=cmd(),,UTC` }]);
  });

  test('an old rejects file goes when the same file is taken without a fault', async () => {
    await book.write({ 'accounts.csv': [...ACCOUNTS, ',Nameless,UTC'] });
    await book.import(scratch.db);
    expect(await book.rejected('accounts')).toHaveLength(1);
    await book.write({ 'accounts.csv': ACCOUNTS });
    expect((await book.import(scratch.db)).sections.accounts).toMatchObject({ taken: 2, rejected: 0, rejectsFile: null });
    expect(await readdir(book.rejects)).toEqual([]);
  });

  test('a hundred thousand bad rows are all in the file', async () => {
    const rows = Array.from({ length: 100_500 }, (_, i) => `e${i},never,acme,,login,`);
    await book.write({ 'accounts.csv': ACCOUNTS, 'events.csv': [EVENT_COLUMNS, ...rows, good] });
    expect((await book.import(scratch.db)).sections.events).toMatchObject({ taken: 1, rejected: 100_500 });
    const rejected = await book.rejected('events');
    expect(rejected).toHaveLength(100_500);
    expect(rejected.at(-1)).toMatchObject({ line: '100501', original: rows.at(-1) });
  });
});
