import type { AccountData } from '../../model/account-data.js';
import type { Instant } from '../../model/time.js';

/** Somebody a message or a task can go to: a person at the customer, or one of us. */
export interface HistoryPerson {
  readonly kind: 'contact' | 'member';
  readonly id: string;
  /** Has an address that mail can be sent to. */
  readonly hasMail: boolean;
}

/** A person at the customer who can be reached at all. */
export interface HistoryContact extends HistoryPerson {
  readonly kind: 'contact';
  readonly role: string;
  /** When the person used the product, ascending; loaded only where a playbook asks who is active. */
  readonly seen: readonly Instant[];
}

/** An account with all that is known of it over the years of a backtest. */
export interface HistoryAccount {
  /** Series up to the end of what was loaded, the calendar with the days off of the book; health is worked out day by day, as sweeps do. */
  readonly data: AccountData;
  /** Those of our side who are active. */
  readonly csm: HistoryPerson | null;
  readonly manager: HistoryPerson | null;
  /** By id. */
  readonly contacts: readonly HistoryContact[];
  /** Events that a playbook waits for, ascending. */
  readonly events: readonly { readonly name: string; readonly at: Instant }[];
}
