import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { generateDemoBook } from '../../apps/cli/demo-book/generate-demo-book.js';
import { importFolder } from '../../prisma/import/import-folder.js';
import { emptyBook, fingerprint, ImportBook, rowCounts } from '../support/import-book.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const ACCOUNTS = ['account_id,name,timezone,tier', 'acme,Acme,Europe/Berlin,1', 'bolt,"Bolt, Inc.",America/New_York,two'];
const EVENT_COLUMNS = 'event_id,occurred_at,account_id,contact_id,event,note';

let scratch: ScratchDatabase;
let book: ImportBook;
const rowsOf = async (query: string): Promise<unknown[]> => (await scratch.db.pool.query(query)).rows as unknown[];
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

describe('a folder in the default columns', () => {
  const files = {
    'members.csv': ['member_id,name,email,manager_id', 'fiona,Fiona,fiona@csm.example,grace', 'grace,Grace,,'],
    'accounts.csv': [
      'account_id,name,status,timezone,csm_id,tier,vip',
      'acme,Acme,trial,Europe/Berlin,fiona,1,true',
      'bolt,Bolt,,,,gold,',
    ],
    'contacts.csv': ['contact_id,account_id,name,email,role,title', 'c1,acme,Ann,ann@acme.example,champion,CTO', 'c2,acme,,,,'],
    'subscriptions.csv': [
      'account_id,product,start_date,end_date,seats,mrr',
      'acme,Pro,2025-01-01,2026-01-01,20,1250.50',
      'bolt,Pro,2025-02-01,2099-12-31,,',
    ],
    'events.csv': [
      EVENT_COLUMNS,
      'e1,2025-03-01,acme,c1,login,',
      'e2,2025-03-01T09:30:00Z,bolt,,seat_opened,12',
      'e3,2026-06-01T00:00:00Z,acme,c1,login,later',
    ],
    'metrics.csv': [
      'account_id,metric,period_start,per,value',
      'acme,nps,2025-03-17,month,40',
      'acme,csat,2025-03-19,week,4.5',
      'bolt,nps,2025-03,month,',
    ],
  };

  test('is taken as the README says', async () => {
    await book.write(files);
    const { source, sections } = await book.import(scratch.db);
    expect(source).toBe('crm');
    expect(Object.entries(sections).map(([name, { read, taken, rejected }]) => [name, read, taken, rejected])).toEqual([
      ['members', 2, 2, 0],
      ['accounts', 2, 2, 0],
      ['contacts', 2, 2, 0],
      ['subscriptions', 2, 2, 0],
      ['events', 3, 3, 0],
      ['metrics', 3, 3, 0],
    ]);
    expect(await rowsOf('SELECT id, manager_id, active FROM members ORDER BY id')).toEqual([
      { id: 'fiona', manager_id: 'grace', active: true },
      { id: 'grace', manager_id: null, active: true },
    ]);
    expect(await rowsOf('SELECT id, status, timezone, csm_id, attributes FROM accounts ORDER BY id')).toEqual([
      { id: 'acme', status: 'trial', timezone: 'Europe/Berlin', csm_id: 'fiona', attributes: { tier: 1, vip: true } },
      { id: 'bolt', status: 'active', timezone: 'UTC', csm_id: null, attributes: { tier: 'gold' } },
    ]);
    expect(await rowsOf('SELECT id, role, traits FROM contacts ORDER BY id')).toEqual([
      { id: 'c1', role: 'champion', traits: { title: 'CTO' } },
      { id: 'c2', role: 'end_user', traits: {} },
    ]);
    expect(await rowsOf('SELECT account_id, end_date::text, seats, mrr FROM subscriptions ORDER BY 1')).toEqual([
      { account_id: 'acme', end_date: '2026-01-01', seats: 20, mrr: '1250.50' },
      { account_id: 'bolt', end_date: '2099-12-31', seats: null, mrr: null },
    ]);
    expect(
      await rowsOf('SELECT event_id, source, contact_id, occurred_at, received_at, late, properties FROM events ORDER BY 1'),
    ).toEqual([
      {
        event_id: 'e1',
        source: 'crm',
        contact_id: 'c1',
        occurred_at: new Date('2025-02-28T23:00:00Z'), // local midnight in Berlin
        received_at: new Date(NOW),
        late: false,
        properties: {},
      },
      expect.objectContaining({ contact_id: null, occurred_at: new Date('2025-03-01T09:30:00Z'), properties: { note: 12 } }),
      // Nobody knows of it before it happens.
      expect.objectContaining({ received_at: new Date('2026-06-01T00:00:00Z'), properties: { note: 'later' } }),
    ]);
    expect(await rowsOf('SELECT account_id, metric, period_start, period_end, value FROM metric_points ORDER BY 1, 2')).toEqual([
      {
        account_id: 'acme',
        metric: 'csat',
        period_start: new Date('2025-03-16T23:00:00Z'),
        period_end: new Date('2025-03-23T23:00:00Z'),
        value: 4.5,
      },
      {
        account_id: 'acme',
        metric: 'nps',
        period_start: new Date('2025-02-28T23:00:00Z'),
        // The clocks go forward in this month.
        period_end: new Date('2025-03-31T22:00:00Z'),
        value: 40,
      },
      {
        account_id: 'bolt',
        metric: 'nps',
        period_start: new Date('2025-03-01T00:00:00Z'),
        period_end: new Date('2025-04-01T00:00:00Z'),
        value: null,
      },
    ]);
  });

  test('twice is once', async () => {
    await book.write(files);
    await book.import(scratch.db);
    const before = await fingerprint(scratch.db);
    const { sections } = await book.import(scratch.db, { now: NOW + 86_400_000 });
    expect(await fingerprint(scratch.db)).toEqual(before);
    expect(sections).toMatchObject({
      events: { taken: 0, rejected: 0 },
      metrics: { taken: 0, rejected: 0 },
      accounts: { taken: 2 },
    });
  });

  test('what changed is brought up to date; events and metric points stay as they were', async () => {
    await book.write(files);
    await book.import(scratch.db);
    await book.write({
      'accounts.csv': ['account_id,name,status', 'acme,Acme Ltd,churned'],
      'contacts.csv': ['contact_id,account_id,name', 'c1,bolt,Anna'],
      'subscriptions.csv': ['account_id,product,start_date,end_date,seats', 'acme,Pro,2025-01-01,2027-01-01,30'],
      'events.csv': [EVENT_COLUMNS, 'e1,2025-05-05,bolt,,logout,', 'e4,2025-05-05,bolt,,logout,'],
      'metrics.csv': ['account_id,metric,period_start,per,value', 'bolt,nps,2025-03,month,99'],
    });
    const { sections } = await book.import(scratch.db);
    expect(sections).toMatchObject({ events: { read: 2, taken: 1 }, metrics: { taken: 0 } });
    expect(await rowsOf(`SELECT name, status FROM accounts WHERE id = 'acme'`)).toEqual([
      { name: 'Acme Ltd', status: 'churned' },
    ]);
    expect(await rowsOf(`SELECT account_id, name FROM contacts WHERE id = 'c1'`)).toEqual([{ account_id: 'bolt', name: 'Anna' }]);
    expect(await rowsOf(`SELECT seats FROM subscriptions WHERE account_id = 'acme'`)).toEqual([{ seats: 30 }]);
    expect(await rowsOf(`SELECT name, account_id FROM events WHERE event_id = 'e1'`)).toEqual([
      { name: 'login', account_id: 'acme' },
    ]);
    expect(await rowsOf(`SELECT value FROM metric_points WHERE account_id = 'bolt'`)).toEqual([{ value: null }]);
  });

  test('two imports at once take every row once', async () => {
    await book.write(files);
    const reports = await Promise.all([book.import(scratch.db), book.import(scratch.db)]);
    expect(reports.map(({ sections }) => sections.events?.taken).sort()).toEqual([0, 3]);
    expect(await rowCounts(scratch.db)).toMatchObject({ accounts: 2, contacts: 2, events: 3 });
  });

  test('a byte order mark, CRLF, quotes and a header with spaces make no difference', async () => {
    await book.write({ 'accounts.csv': ACCOUNTS, 'events.csv': [EVENT_COLUMNS, 'e1,2025-03-01,acme,c1,login,"a, b"'] });
    await book.import(scratch.db);
    const before = await fingerprint(scratch.db);
    await emptyBook(scratch.db);
    await book.write({
      'accounts.csv': `\uFEFF${ACCOUNTS.join('\r\n').replace('account_id,name', ' account_id , "name"'.replace(' "', '"'))}`,
      'events.csv': `\uFEFF"event_id", occurred_at ,account_id,contact_id ,event,note\r\n"e1", 2025-03-01 ,"acme" ,c1,login,"a, b"\r\n`.replace('"acme" ', '"acme"'), // prettier-ignore
    });
    expect((await book.import(scratch.db)).sections).toMatchObject({
      accounts: { rejected: 0 },
      events: { taken: 1, rejected: 0 },
    });
    expect(await fingerprint(scratch.db)).toEqual(before);
  });

  test('a file with a header alone is a file without rows', async () => {
    await book.write({ 'accounts.csv': ACCOUNTS, 'events.csv': EVENT_COLUMNS });
    expect((await book.import(scratch.db)).sections.events).toMatchObject({ read: 0, taken: 0, rejected: 0 });
  });

  test('one file is read with the accounts that are known, from the same source', async () => {
    await book.write(files);
    await book.import(scratch.db);
    await book.write({ 'events.csv': [EVENT_COLUMNS, 'e1,2025-03-01,acme,c1,login,', 'e9,2025-03-02,bolt,,login,'] });
    const { sections } = await book.import(scratch.db, { only: 'events.csv' });
    expect(Object.keys(sections)).toEqual(['events']);
    expect(sections.events).toMatchObject({ read: 2, taken: 1, rejected: 0 });
    await expect(book.import(scratch.db, { only: 'members.txt' })).rejects.toMatchObject({
      code: 'import-file-missing',
      message: expect.stringContaining('No part of an import reads members.txt') as unknown,
    });
  });

  test('progress is told while a long file is read', async () => {
    const rows = Array.from({ length: 25_000 }, (_, i) => `e${i},2025-03-01,acme,,login,`);
    await book.write({ 'accounts.csv': ACCOUNTS, 'events.csv': [EVENT_COLUMNS, ...rows] });
    const told: string[] = [];
    await book.import(scratch.db, { onProgress: ({ section, rows: n }) => told.push(`${section} ${n}`) });
    expect(told).toEqual(['accounts 2', 'events 10000', 'events 20000', 'events 25000']);
  });
});

describe('an event of a period that is closed already', () => {
  test('is marked late, by the zone of its account; nothing else is', async () => {
    await scratch.db.pool.query(
      `INSERT INTO metric_watermarks (metric, zone, closed_through) VALUES
         ('logins', 'Europe/Berlin', '2025-03-02T23:00:00Z'), ('nps', 'Europe/Berlin', '2025-02-28T23:00:00Z'),
         ('logins', 'UTC', '2026-01-01T00:00:00Z')`,
    );
    const events = [
      'before,2025-03-02T22:59:59.999Z,acme,,login,',
      'at,2025-03-02T23:00:00Z,acme,,login,',
      'local,2025-03-02,acme,,login,',
      'other_zone,2025-01-01,bolt,,login,',
    ];
    await book.write({ 'accounts.csv': ACCOUNTS, 'events.csv': [EVENT_COLUMNS, ...events] });
    expect((await book.import(scratch.db)).sections.events).toMatchObject({ taken: 4 });
    expect(await rowsOf('SELECT event_id, late FROM events ORDER BY 1')).toEqual([
      { event_id: 'at', late: false },
      { event_id: 'before', late: true },
      { event_id: 'local', late: true },
      { event_id: 'other_zone', late: false },
    ]);
  });
});

describe('a mapping', () => {
  test('gives every field its source, keeps some columns and adds rows', async () => {
    await book.write({
      'clients.csv': ['key,region,module,size', 'k1,Wales,AAA,10', 'k2,Scotland,BBB,', 'k3,Ireland,BBB,5'],
      'log.csv': [
        'id,when,key,what,term,junk',
        '1,2025-07-01,k1,opened,2025B,x',
        '2,2025-07-01,k2,opened,,',
        '3,2025-07-01,k3,opened,,',
      ],
      'mapping.yaml': `
apiVersion: playbook/v1
kind: Mapping
source: lms
timezone: Europe/London
locale: zh
members:
  also:
    - { id: grace, name: Grace }
    - { id: fiona, name: Fiona, manager: grace }
accounts:
  file: clients.csv
  fields:
    id: key
    name: '{region}: {module}'
    status: { value: trial }
    csm: { by: region, of: { Wales: grace, Scotland: fiona } }
  keep: [module, size]
contacts:
  file: none
  also:
    - id: '{key}-lead'
      name: { by: module, of: { AAA: Helen }, otherwise: Robert }
      role: { value: champion }
    - where: { region: Scotland }
      id: '{key}-dean'
      email: 'dean.{key}@courses.example'
events:
  file: log.csv
  fields: { id: id, occurred_at: when, account: key, name: what }
  keep: [term]
`,
    });
    const { source, sections } = await book.import(scratch.db);
    expect(source).toBe('lms');
    // Ireland is not listed: neither its account, nor its contact and event.
    expect(sections).toMatchObject({
      members: { read: 2, taken: 2 },
      accounts: { read: 3, taken: 2, firstReject: { line: 4, reason: 'region is "Ireland", which the mapping does not list' } },
      contacts: { read: 4, taken: 3, firstReject: { line: 4, reason: 'clients.csv: account "k3" is not known' } },
      events: { read: 3, taken: 2, firstReject: { line: 4, reason: 'account "k3" is not known' } },
    });
    expect(await rowsOf('SELECT id, name, status, locale, timezone, csm_id, attributes FROM accounts ORDER BY 1')).toEqual([
      { id: 'k1', name: 'Wales: AAA', status: 'trial', locale: 'zh', timezone: 'Europe/London', csm_id: 'grace', attributes: { module: 'AAA', size: 10 } }, // prettier-ignore
      { id: 'k2', name: 'Scotland: BBB', status: 'trial', locale: 'zh', timezone: 'Europe/London', csm_id: 'fiona', attributes: { module: 'BBB' } }, // prettier-ignore
    ]);
    expect(await rowsOf('SELECT id, account_id, name, email, role FROM contacts ORDER BY 1')).toEqual([
      { id: 'k1-lead', account_id: 'k1', name: 'Helen', email: null, role: 'champion' },
      { id: 'k2-dean', account_id: 'k2', name: null, email: 'dean.k2@courses.example', role: 'end_user' },
      { id: 'k2-lead', account_id: 'k2', name: 'Robert', email: null, role: 'champion' },
    ]);
    expect(await rowsOf('SELECT event_id, source, occurred_at, properties FROM events ORDER BY 1')).toEqual([
      { event_id: '1', source: 'lms', occurred_at: new Date('2025-06-30T23:00:00Z'), properties: { term: '2025B' } },
      { event_id: '2', source: 'lms', occurred_at: new Date('2025-06-30T23:00:00Z'), properties: {} },
    ]);
    expect(await rowsOf(`SELECT manager_id FROM members WHERE id = 'fiona'`)).toEqual([{ manager_id: 'grace' }]);
  });
});

describe('whole books', () => {
  test('every row of the demo book is taken, and twice is once', async () => {
    await generateDemoBook(book.folder, { seed: 'sopwith', from: '2025-01-01', to: '2025-12-31' });
    const { sections } = await book.import(scratch.db);
    for (const file of (await readdir(book.folder)).filter((name) => name.endsWith('.csv'))) {
      const rows = parse(await readFile(path.join(book.folder, file), 'utf8'), { columns: true }).length;
      const section = path.basename(file, '.csv') as keyof typeof sections;
      expect({ file, ...sections[section] }).toMatchObject({ file, read: rows, taken: rows, rejected: 0, noted: 0 });
    }
    const before = await fingerprint(scratch.db);
    expect((await book.import(scratch.db)).sections.events).toMatchObject({ taken: 0, rejected: 0 });
    expect(await fingerprint(scratch.db)).toEqual(before);
  }, 60_000);

  const oulad = process.env['SOPWITH_OULAD'] ?? path.resolve(import.meta.dirname, '../../../shared/data/oulad');
  const present = existsSync(path.join(oulad, 'events.csv'));
  (present ? test : test.skip)(
    'the course history has 91 accounts, 31,284 learners, 282 terms and 214,623 events',
    async () => {
      const options = {
        now: NOW,
        mapping: path.resolve(import.meta.dirname, '../real/oulad/mapping.yaml'),
        rejectsFolder: book.rejects,
      };
      const { sections } = await importFolder(scratch.db, oulad, options);
      expect(sections).toMatchObject({
        accounts: { read: 91, taken: 91, rejected: 0, noted: 0 },
        contacts: { read: 31_284 + 2 * 91, taken: 31_284 + 2 * 91, rejected: 0 },
        subscriptions: { read: 282, taken: 282, rejected: 0 },
        events: { read: 214_623, taken: 214_623, rejected: 0 },
      });
      expect(await rowCounts(scratch.db)).toMatchObject({
        accounts: 91,
        contacts: 31_284 + 182,
        subscriptions: 282,
        events: 214_623,
      });
      const before = await fingerprint(scratch.db);
      expect((await importFolder(scratch.db, oulad, options)).sections.events).toMatchObject({
        read: 214_623,
        taken: 0,
        rejected: 0,
      });
      expect(await fingerprint(scratch.db)).toEqual(before);
    },
    120_000,
  );
});
