import type { BookCalendar } from './book-calendar.js';
import type { Archetype, DemoAccount, DemoContact, DemoEvent, DemoTerm } from './demo-types.js';
import { seededRandom, type Random } from './random.js';

/** How a contact behaves: decided once, then played day by day. */
interface Habit {
  readonly contact: DemoContact;
  /** Day on which the seat is opened; null = never. */
  readonly opens: number | null;
  readonly closes: number | null;
  /** Chance of a login on a working day. */
  readonly daily: number;
  /** Whether this person ever keeps a report. */
  readonly saves: boolean;
}

/** Everything the contacts of an account do from the first to the last day of the book. */
export function accountHistory(seed: string, account: DemoAccount, calendar: BookCalendar): DemoEvent[] {
  const random = seededRandom(`${seed}|${account.id}|history`);
  const habits = account.contacts.map((contact, index) => habitOf(random, account, contact, index, calendar));
  const events: DemoEvent[] = [];
  for (const habit of habits) playContact(random, account, habit, calendar, events);
  return events;
}

function habitOf(random: Random, account: DemoAccount, contact: DemoContact, index: number, calendar: BookCalendar): Habit {
  const first = account.terms[0];
  const begin = Math.max(first?.start ?? 0, 0);
  const rates = { champion: 0.5, decision_maker: 0.06, admin: 0.3, key_user: 0.45, end_user: random.between(0.12, 0.38) };
  const last = account.terms.at(-1);
  const leaves = random.chance(0.03) ? random.whole(60, calendar.lastDay) : null;
  return {
    contact,
    opens: openingDay(random, account, index, begin),
    closes: last !== undefined && last.end <= calendar.lastDay ? last.end : leaves,
    daily: rates[contact.role],
    saves: random.chance(SAVERS[account.archetype]),
  };
}

/** Share of the people who make the key behaviour their own. */
const SAVERS: Readonly<Record<Archetype, number>> = {
  healthy: 0.5,
  slipping: 0.3,
  collapsing: 0.4,
  recovering: 0.45,
  seasonal: 0.45,
  slow_starter: 0.12,
  fast_starter: 0.55,
  late_renewer: 0.45,
  churned: 0.15,
};

function openingDay(random: Random, account: DemoAccount, index: number, begin: number): number | null {
  const place = index / account.contacts.length;
  if (account.archetype === 'fast_starter') return place < 0.9 ? begin + random.whole(0, 18) : null;
  if (account.archetype === 'slow_starter') {
    if (place < 0.3) return begin + random.whole(0, 12);
    // Every second slow starter comes round by itself, so a recovery after the playbook proves nothing.
    return place < 0.78 && account.terms[0] !== undefined && account.terms[0].seats % 2 === 0
      ? begin + random.whole(28, 75)
      : null;
  }
  return random.chance(0.93) ? begin + random.whole(0, 4) : null;
}

function playContact(random: Random, account: DemoAccount, habit: Habit, calendar: BookCalendar, events: DemoEvent[]): void {
  if (habit.opens === null) return;
  const emit = (name: DemoEvent['name'], day: number, minute: number, term: DemoTerm, minutes: number | null): void => {
    events.push({
      at: calendar.instant(day, minute, account.zone),
      account: account.id,
      contact: habit.contact.id,
      name,
      term: term.product,
      minutes,
    });
  };
  let current: DemoTerm | null = null;
  for (let day = habit.opens; day <= calendar.lastDay; day += 1) {
    const term = termOn(account, day);
    if (term === null) continue;
    if (term !== current) {
      // A new term carries the seats over in the morning of its first day.
      emit('seat_opened', day, current === null ? 9 * 60 + random.whole(0, 50) : 30, term, null);
      current = term;
    }
    if (habit.closes !== null && day >= habit.closes) {
      emit('seat_closed', day, 17 * 60 + random.whole(0, 59), term, null);
      return;
    }
    const weekday = calendar.weekday(day);
    const working = weekday === 0 || weekday === 6 ? 0.06 : 1;
    if (random.next() >= habit.daily * working * activity(account, day)) continue;
    const minute = random.whole(10 * 60, 17 * 60);
    const minutes = random.whole(3, 55);
    emit('login', day, minute, term, minutes);
    if (habit.saves && random.chance(0.12)) emit('report_saved', day, minute + Math.min(minutes, 3), term, null);
  }
}

/** The term a day belongs to. Between two terms people go on under the last one. */
function termOn(account: DemoAccount, day: number): DemoTerm | null {
  let found: DemoTerm | null = null;
  for (const term of account.terms) if (term.start <= day) found = term;
  return found;
}

/** How much of the usual is done on a day, 1 = as ever. */
export function activity(account: DemoAccount, day: number): number {
  const since = day - account.troubleDay;
  switch (account.archetype) {
    case 'collapsing':
      return since < 0 ? 1 : Math.max(0.12, 0.28 - since * 0.001);
    case 'recovering':
      // Four quiet weeks, then two weeks back to normal.
      return since < 0 || since >= 42 ? 1 : since < 28 ? 0.25 : 0.6;
    case 'slipping':
      return since < 0 ? 1 : Math.max(0.3, 1 - since / 170);
    case 'seasonal':
      return ((since % 91) + 91) % 91 < 14 ? 0.3 : 1;
    case 'churned':
      return since < 0 ? 0.8 : Math.max(0.08, 0.8 - since / 120);
    case 'slow_starter':
      return 0.7;
    default:
      return 1;
  }
}
