import type { BookCalendar } from './book-calendar.js';
import type { Archetype, DemoAccount, DemoContact, DemoTerm } from './demo-types.js';
import { CHINESE_COMPANIES, EUROPEAN_COMPANIES, personName } from './names.js';
import { seededRandom, type Random } from './random.js';

/** The last 120 days are the ones that are usually replayed: what happens is placed so that it shows there. */
const STAGE_DAYS = 120;
const NEVER = 1_000_000;

const CAST: readonly (readonly [Archetype, number])[] = [
  ['healthy', 18],
  ['slipping', 7],
  ['collapsing', 7],
  ['recovering', 5],
  ['seasonal', 5],
  ['slow_starter', 7],
  ['fast_starter', 3],
  ['late_renewer', 4],
  ['churned', 4],
];

export const BERLIN_CSMS = ['csm-anna', 'csm-jonas', 'csm-priya'] as const;
export const SHANGHAI_CSMS = ['csm-lina', 'csm-chenhao'] as const;

/** The whole cast of the book, without its events. */
export function planAccounts(seed: string, calendar: BookCalendar): DemoAccount[] {
  const random = seededRandom(`${seed}|cast`);
  const places = shuffled(random, [
    ...EUROPEAN_COMPANIES.map((name) => ({ name, zone: 'Europe/Berlin' })),
    ...CHINESE_COMPANIES.map((name) => ({ name, zone: 'Asia/Shanghai' })),
  ]);
  const accounts: DemoAccount[] = [];
  for (const [archetype, count] of CAST) {
    for (let nth = 0; nth < count; nth += 1) {
      const place = places[accounts.length];
      if (place === undefined) throw new RangeError('The cast has more accounts than there are company names');
      accounts.push(planAccount(seed, calendar, archetype, nth, accounts.length, place));
    }
  }
  return accounts;
}

function planAccount(
  seed: string,
  calendar: BookCalendar,
  archetype: Archetype,
  nth: number,
  index: number,
  place: { name: string; zone: string },
): DemoAccount {
  const id = `acc-${String(index + 1).padStart(2, '0')}`;
  const random = seededRandom(`${seed}|${id}|plan`);
  const chinese = place.zone === 'Asia/Shanghai';
  // Some Shanghai customers work in English.
  const locale = chinese && !random.chance(0.15) ? 'zh' : 'en';
  const seats = seatCount(random);
  const terms = planTerms(random, calendar, archetype, nth, seats);
  const stage = calendar.lastDay - STAGE_DAYS;
  const lastTerm = terms.at(-1);
  return {
    id,
    name: place.name,
    archetype,
    zone: place.zone,
    locale,
    // Nobody looks after two of them: what has no owner must be seen, not lost.
    csm: (archetype === 'collapsing' && nth === 6) || (archetype === 'healthy' && nth === 17) ? null : csmOf(index, chinese),
    muted: archetype === 'slow_starter' && nth === 2,
    status: lastTerm !== undefined && lastTerm.end < stage ? 'churned' : 'active',
    terms,
    contacts: planContacts(random, id, archetype, nth, locale, seats),
    troubleDay: troubleDay(random, calendar, archetype, nth, lastTerm),
  };
}

function csmOf(index: number, chinese: boolean): string {
  const team: readonly string[] = chinese ? SHANGHAI_CSMS : BERLIN_CSMS;
  return team[index % team.length] ?? 'csm-anna';
}

function seatCount(random: Random): number {
  const size = random.next();
  if (size < 0.55) return random.whole(6, 18);
  return size < 0.9 ? random.whole(20, 50) : random.whole(60, 85);
}

function planTerms(random: Random, calendar: BookCalendar, archetype: Archetype, nth: number, seats: number): DemoTerm[] {
  const { lastDay } = calendar;
  const stage = lastDay - STAGE_DAYS;
  const term = (start: number, end: number, count: number): DemoTerm => ({
    product: `insight ${calendar.date(start).slice(0, 7)}`,
    start,
    end,
    seats: count,
    mrr: count * random.whole(18, 24),
  });
  if (archetype === 'slow_starter' || archetype === 'fast_starter') {
    const start = archetype === 'slow_starter' ? stage - 62 + nth * 19 : stage - 45 + nth * 30;
    return [term(start, start + 365, seats)];
  }
  if (archetype === 'churned') {
    // One has left before the stage opens; the others run out on it.
    const end = nth === 0 ? stage - 40 : lastDay - 4 - nth * 6;
    return [term(end - 365, end, seats)];
  }
  if (archetype === 'late_renewer') {
    const end = nth < 2 ? lastDay - 28 + nth * 4 : stage + 10 + nth * 7;
    const again = end + random.whole(9, 17);
    return [term(end - 365, end, seats), term(again, again + 365, seats)];
  }
  // Every third one comes up for renewal on stage.
  const end = random.chance(0.35) ? random.whole(stage + 91, lastDay + 85) : random.whole(25, stage + 60);
  const terms = [term(end - 365, end, seats)];
  if (end <= lastDay) terms.push(term(end, end + 365, Math.max(5, Math.round(seats * random.between(0.9, 1.2)))));
  return terms;
}

function troubleDay(
  random: Random,
  calendar: BookCalendar,
  archetype: Archetype,
  nth: number,
  last: DemoTerm | undefined,
): number {
  const stage = calendar.lastDay - STAGE_DAYS;
  switch (archetype) {
    // On a Monday: a collapse is one week against the week before.
    case 'collapsing':
      return calendar.mondayFrom(stage + 3 + nth * 14);
    case 'recovering':
      return calendar.mondayFrom(stage + 8 + nth * 16);
    case 'seasonal':
      return calendar.mondayFrom(random.whole(0, 90));
    case 'slipping':
      return stage - random.whole(20, 90);
    case 'churned':
      return (last?.end ?? NEVER) - random.whole(70, 110);
    default:
      return NEVER;
  }
}

function planContacts(
  random: Random,
  account: string,
  archetype: Archetype,
  nth: number,
  locale: 'en' | 'zh',
  seats: number,
): DemoContact[] {
  const roles: DemoContact['role'][] = [];
  if (!(archetype === 'slow_starter' && nth === 0)) roles.push('champion');
  if (!(archetype === 'late_renewer' && nth === 1)) roles.push('decision_maker');
  if (seats >= 20) roles.push('admin');
  const keyUsers = Math.max(1, Math.round(seats * 0.12));
  for (let index = 0; index < keyUsers; index += 1) roles.push('key_user');
  while (roles.length < seats) roles.push('end_user');
  return roles.map((role, index) => {
    const id = `${account}-u${String(index + 1).padStart(2, '0')}`;
    const withoutEmail =
      (role === 'champion' && archetype === 'collapsing' && nth === 0) || (role === 'end_user' && random.chance(0.03));
    return { id, name: personName(random, locale), email: withoutEmail ? null : `${id}@${account}.example`, role, locale };
  });
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
