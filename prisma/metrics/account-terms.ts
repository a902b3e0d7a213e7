import { startOfDate } from '../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import type { Contract } from '../../workflows/model/account-data.js';
import type { Query } from './compute-points.js';
import type { AccountTerms } from './metric-cells.js';

/** A subscription as the database gives it. */
export interface TermRow {
  readonly account_id: string;
  readonly product: string;
  readonly start_date: string;
  readonly end_date: string;
  readonly seats: number | null;
}

/** A term in the account's zone: from the local midnight of its first day up to, but without, that of its end date. */
export function contractOf(calendar: ZoneCalendar, row: TermRow): Contract {
  return {
    product: row.product,
    start: startOfDate(calendar, row.start_date),
    end: startOfDate(calendar, row.end_date),
    seats: row.seats,
  };
}

/** The accounts of a zone, or those with given ids, with their terms ascending by start. */
export async function accountTerms(
  client: Query,
  calendar: ZoneCalendar,
  which: { readonly zone: string } | { readonly ids: readonly string[] },
): Promise<AccountTerms[]> {
  const { rows } = await client.query<Omit<TermRow, 'product'> & { id: string; product: string | null }>(
    `SELECT a.id, s.account_id, s.product, s.start_date::text, s.end_date::text, s.seats
     FROM accounts a LEFT JOIN subscriptions s ON s.account_id = a.id
     WHERE ${'zone' in which ? 'a.timezone = $1' : 'a.id = ANY ($1::text[])'}
     ORDER BY a.id, s.start_date, s.product`,
    ['zone' in which ? which.zone : which.ids],
  );
  const accounts = new Map<string, Contract[]>();
  for (const { id, product, ...row } of rows) {
    const terms = accounts.get(id) ?? [];
    if (product !== null) terms.push(contractOf(calendar, { ...row, product }));
    accounts.set(id, terms);
  }
  return [...accounts].map(([id, terms]) => ({ id, terms }));
}
