/** How an account's year goes; each is there to be told apart from the others. */
export type Archetype =
  | 'healthy'
  /** Slowly less, week after week: never a collapse. */
  | 'slipping'
  /** Loses two thirds of its use from one week to the next and stays there. */
  | 'collapsing'
  /** The same collapse, and back to normal some weeks later without anybody's help. */
  | 'recovering'
  /** Two quiet weeks in every quarter. */
  | 'seasonal'
  /** A new contract of which few seats are opened. */
  | 'slow_starter'
  /** A new contract that goes well. */
  | 'fast_starter'
  /** The next term begins only weeks after the last one ended. */
  | 'late_renewer'
  | 'churned';

export interface DemoTerm {
  readonly product: string;
  /** First day of the term, counted from the first day of the book. */
  readonly start: number;
  /** First day after the term. */
  readonly end: number;
  readonly seats: number;
  readonly mrr: number;
}

export interface DemoContact {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: 'champion' | 'decision_maker' | 'admin' | 'key_user' | 'end_user';
  readonly locale: 'en' | 'zh';
}

export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly archetype: Archetype;
  readonly zone: string;
  readonly locale: 'en' | 'zh';
  readonly csm: string | null;
  readonly muted: boolean;
  readonly status: 'active' | 'churned';
  readonly terms: readonly DemoTerm[];
  readonly contacts: readonly DemoContact[];
  /** Day on which the trouble of the archetype begins; for others far away. */
  readonly troubleDay: number;
}

export interface DemoEvent {
  readonly at: string;
  readonly account: string;
  readonly contact: string;
  readonly name: 'login' | 'report_saved' | 'seat_opened' | 'seat_closed';
  /** The term the event belongs to. */
  readonly term: string;
  /** Minutes of a session. */
  readonly minutes: number | null;
}
