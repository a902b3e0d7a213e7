import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accountHistory } from './account-history.js';
import { bookCalendar, type BookCalendar } from './book-calendar.js';
import { csvText, type CsvValue } from './csv-text.js';
import type { DemoAccount, DemoEvent } from './demo-types.js';
import { planAccounts } from './plan-accounts.js';
import { seededRandom } from './random.js';

export interface DemoBookOptions {
  /** The same seed and dates give the same bytes. */
  readonly seed: number | string;
  /** First and last local day of the book, `YYYY-MM-DD`; about a year, at least 331 days. */
  readonly from: string;
  readonly to: string;
}

export interface DemoBook {
  readonly accounts: number;
  readonly contacts: number;
  readonly events: number;
  /** Paths of the files written. */
  readonly files: readonly string[];
}

const MEMBERS: readonly CsvValue[][] = [
  ['mgr-maria', 'Maria Albers', 'maria@acme.example', null],
  ['mgr-wanglei', '王磊', 'wang.lei@acme.example', null],
  ['csm-anna', 'Anna Petersen', 'anna@acme.example', 'mgr-maria'],
  ['csm-jonas', 'Jonas Reuter', 'jonas@acme.example', 'mgr-maria'],
  ['csm-priya', 'Priya Nair', 'priya@acme.example', 'mgr-maria'],
  ['csm-lina', '李娜', 'li.na@acme.example', 'mgr-wanglei'],
  ['csm-chenhao', '陈浩', 'chen.hao@acme.example', 'mgr-wanglei'],
];

/**
 * Writes a year of a fictional book of customers as CSV files in the default import mapping (`prisma/import/README.md`):
 * healthy accounts, slow starters, collapses with and without recovery, seasons, late renewals and losses, most of the
 * trouble in the last 120 days. Deterministic; every person and company is made up.
 * @throws RangeError for dates it cannot use.
 */
export async function generateDemoBook(dir: string, options: DemoBookOptions): Promise<DemoBook> {
  const seed = String(options.seed);
  const calendar = bookCalendar(options.from, options.to);
  const accounts = planAccounts(seed, calendar);
  const events = accounts.flatMap((account) => accountHistory(seed, account, calendar)).sort(byTime);
  const contacts = accounts.flatMap((account) => account.contacts.map((contact) => ({ account: account.id, ...contact })));

  await mkdir(dir, { recursive: true });
  const files: string[] = [];
  const write = async (name: string, header: readonly string[], rows: Iterable<readonly CsvValue[]>): Promise<void> => {
    const path = join(dir, name);
    await writeFile(path, csvText(header, rows), 'utf8');
    files.push(path);
  };
  await write('members.csv', ['member_id', 'name', 'email', 'manager_id'], MEMBERS);
  await write(
    'accounts.csv',
    ['account_id', 'name', 'status', 'timezone', 'locale', 'csm_id', 'muted', 'tier'],
    accounts.map((account) => accountRow(seed, account)),
  );
  await write(
    'contacts.csv',
    ['contact_id', 'account_id', 'name', 'email', 'role', 'locale'],
    contacts.map((contact) => [contact.id, contact.account, contact.name, contact.email, contact.role, contact.locale]),
  );
  await write(
    'subscriptions.csv',
    ['account_id', 'product', 'start_date', 'end_date', 'seats', 'mrr'],
    accounts.flatMap((account) => subscriptionRows(account, calendar)),
  );
  await write(
    'events.csv',
    ['event_id', 'occurred_at', 'account_id', 'contact_id', 'event', 'term', 'minutes'],
    events.map((event, index) => [
      `d${String(index + 1).padStart(6, '0')}`,
      event.at,
      event.account,
      event.contact,
      event.name,
      event.term,
      event.minutes,
    ]),
  );
  return { accounts: accounts.length, contacts: contacts.length, events: events.length, files };
}

function accountRow(seed: string, account: DemoAccount): CsvValue[] {
  const tier = seededRandom(`${seed}|${account.id}|tier`).pick(['A', 'B', 'C']);
  return [account.id, account.name, account.status, account.zone, account.locale, account.csm, account.muted, tier];
}

function subscriptionRows(account: DemoAccount, calendar: BookCalendar): CsvValue[][] {
  return account.terms.map((term) => [
    account.id,
    term.product,
    calendar.date(term.start),
    calendar.date(term.end),
    term.seats,
    term.mrr,
  ]);
}

/** By instant; ties in an order that does not depend on how the list was built. */
function byTime(a: DemoEvent, b: DemoEvent): number {
  return compare(a.at, b.at) || compare(a.contact, b.contact) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
