import type { LocalDate } from '../../model/time.js';
import type { FollowedTrace } from './followed-trace.js';
import { weekOf } from './week-of.js';

export interface ContactWeek {
  readonly contact: string;
  readonly account: string;
  /** Monday. */
  readonly week: LocalDate;
  readonly touches: number;
  /** Playbooks that they came from. */
  readonly playbooks: readonly string[];
}

/** How often people at the customer would have heard from us. */
export interface ContactTouches {
  readonly total: number;
  readonly contacts: number;
  /** By Monday: touches, contacts who had any, and the most that one contact had. */
  readonly weeks: readonly {
    readonly week: LocalDate;
    readonly touches: number;
    readonly contacts: number;
    readonly most: number;
  }[];
  /** Touches in a week -> number of contacts and weeks with so many. */
  readonly perContactWeek: Readonly<Record<string, number>>;
  /** Those with the most touches in one week, at most 20. */
  readonly most: readonly ContactWeek[];
}

const SHOWN = 20;

/** Every message and question counts for each person at the customer it reaches, copies included, in that person's local week. */
export function contactTouches(followed: readonly FollowedTrace[]): ContactTouches {
  const weeks = new Map<string, { contact: string; account: string; week: LocalDate; touches: number; playbooks: Set<string> }>();
  for (const { run } of followed) {
    const { account, plan } = run.input;
    for (const { person, at } of run.reached.values()) {
      if (person.kind !== 'contact') continue;
      const week = weekOf(account.data.calendar, at);
      const key = `${week} ${person.id}`;
      const line = weeks.get(key) ?? { contact: person.id, account: account.data.id, week, touches: 0, playbooks: new Set() };
      line.touches += 1;
      line.playbooks.add(plan.playbook);
      weeks.set(key, line);
    }
  }
  const lines = [...weeks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => ({ ...line, playbooks: [...line.playbooks].sort() }));
  const perContactWeek: Record<string, number> = {};
  for (const { touches } of [...lines].sort((a, b) => a.touches - b.touches))
    perContactWeek[String(touches)] = (perContactWeek[String(touches)] ?? 0) + 1;
  return {
    total: lines.reduce((sum, { touches }) => sum + touches, 0),
    contacts: new Set(lines.map(({ contact }) => contact)).size,
    weeks: [...new Set(lines.map(({ week }) => week))].map((week) => {
      const mine = lines.filter((line) => line.week === week);
      const touches = mine.map((line) => line.touches);
      return { week, touches: touches.reduce((sum, n) => sum + n, 0), contacts: mine.length, most: Math.max(...touches) };
    }),
    perContactWeek,
    most: [...lines].sort((a, b) => b.touches - a.touches).slice(0, SHOWN),
  };
}
