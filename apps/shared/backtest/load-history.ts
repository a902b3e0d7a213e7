import type { Database } from '../../../prisma/database.js';
import { loadAccountData } from '../../../prisma/read-models/account-data.js';
import { contactActivity, eventsNamed, historyPeople, memberNames } from '../../../prisma/read-models/history-people.js';
import type { HistoryPeopleRow } from '../../../prisma/read-models/history-people.js';
import { closePeriods } from '../../../prisma/stores/metric-store.js';
import { UnknownZoneError } from '../../../workflows/evaluate/build-zone-calendar.js';
import { zoneCalendarFor } from '../../../workflows/evaluate/zone-calendar-for.js';
import { startOfPeriod, UTC_CALENDAR } from '../../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../../workflows/model/calendar.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Plan, PlanStep, Recipient } from '../../../workflows/model/plan.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { HistoryAccount, HistoryPerson } from '../../../workflows/simulate/backtest/history.js';
import { isMailAddress } from '../is-mail-address.js';

const DAY = 86_400_000;
/** A run asks what changed since it started, and a condition what was a year ago: as far back as runs read. */
const LOOKBACK = 800 * DAY;
const YEARS = 366 * DAY;

export interface LoadedHistory {
  readonly accounts: readonly HistoryAccount[];
  /** Of the zones that sweeps know; accounts of any other are never swept. */
  readonly calendars: readonly ZoneCalendar[];
  readonly members: Readonly<Record<string, string>>;
  /** Zones of accounts or playbooks that the time zone database does not know. */
  readonly unknownZones: readonly string[];
}

/**
 * Everything that backtesting plans over `from` to `until` reads, in memory. Periods are closed as a replay closes them: in
 * hindsight at the first midnight, then on to the end.
 */
export async function loadHistory(
  db: Database,
  book: {
    readonly catalogue: Catalogue;
    readonly plans: readonly Plan[];
    readonly from: Instant;
    readonly until: Instant;
    /** Told after each year whose periods were closed. */
    readonly onClosed?: (at: Instant) => void;
  },
): Promise<LoadedHistory> {
  const { catalogue, plans, from, until } = book;
  const calendars = new Map<string, ZoneCalendar>();
  const unknownZones = new Set<string>();
  const calendarFor = (zone: string): ZoneCalendar => {
    const known = calendars.get(zone);
    if (known) return known;
    const built = calendarOf(catalogue, zone, from, until);
    if (built === null) unknownZones.add(zone);
    // As sweeps read them: in UTC.
    const calendar = built ?? { ...UTC_CALENDAR, zone };
    calendars.set(zone, calendar);
    return calendar;
  };
  for (const { timezone } of plans) if (timezone !== 'account') calendarFor(timezone);
  const { rows: zones } = await db.pool.query<{ timezone: string }>('SELECT DISTINCT timezone FROM accounts ORDER BY timezone');
  const midnights = zones.map(({ timezone }) => startOfPeriod(calendarFor(timezone), from, 'day'));
  // Year by year: a statement has a time limit, and somebody may be waiting.
  for (let at = Math.min(from, ...midnights); ; at = Math.min(until, at + YEARS)) {
    await closePeriods(db, catalogue, at, { calendarFor });
    book.onClosed?.(at);
    if (at >= until) break;
  }
  const data = await loadAccountData(db, { catalogue, asOf: until, since: from - LOOKBACK, calendarFor });
  const roles = rolesOf(plans);
  const people = new Map((await historyPeople(db, roles)).map((row) => [row.accountId, row]));
  const seen = roles === null ? await contactActivity(db, from - 30 * DAY, until) : new Map<string, Instant[]>();
  const events = await eventsNamed(db, waitedFor(plans), from, until);
  return {
    accounts: data.map((one) => ({ data: one, ...peopleOf(people.get(one.id), seen), events: events.get(one.id) ?? [] })),
    calendars: [...calendars.values()].filter(({ zone }) => !unknownZones.has(zone)).sort((a, b) => (a.zone < b.zone ? -1 : 1)),
    unknownZones: [...unknownZones].sort(),
    members: await memberNames(db),
  };
}

function calendarOf({ calendars }: Catalogue, zone: string, from: Instant, until: Instant): ZoneCalendar | null {
  try {
    return zoneCalendarFor(calendars, zone, from - 6 * YEARS, until + 5 * YEARS);
  } catch (error) {
    if (error instanceof UnknownZoneError) return null;
    throw error;
  }
}

function peopleOf(
  row: HistoryPeopleRow | undefined,
  seen: ReadonlyMap<string, readonly Instant[]>,
): Pick<HistoryAccount, 'csm' | 'manager' | 'contacts'> {
  const member = (one: HistoryPeopleRow['csm']): HistoryPerson | null =>
    one && { kind: 'member', id: one.id, hasMail: isMailAddress(one.email) };
  const contacts = (row?.contacts ?? []).map(({ id, role, email }) => ({
    ...{ kind: 'contact' as const, id, role },
    ...{ hasMail: isMailAddress(email), seen: seen.get(id) ?? [] },
  }));
  return { csm: member(row?.csm ?? null), manager: member(row?.manager ?? null), contacts };
}

/** The contact roles that plans write to; null = everybody, because a group of users is among them. */
function rolesOf(plans: readonly Plan[]): readonly string[] | null {
  const recipients = plans.flatMap(({ steps, verify }) => [
    ...Object.values(steps).flatMap(recipientsIn),
    ...(verify?.subjective ?? []).flatMap(({ ask, elseAsk }) => [ask, elseAsk]),
  ]);
  const named = [...new Set(recipients)].filter((one): one is Recipient => one !== null);
  if (named.some((recipient) => !recipient.startsWith('account.'))) return null;
  return named.map((recipient) => recipient.replace(/^account\./, '')).sort();
}

function recipientsIn(step: PlanStep): (Recipient | null)[] {
  switch (step.verb) {
    case 'email':
      return [step.to, step.cc];
    case 'in_app':
      return [step.to];
    case 'ask':
      return [step.to, step.elseAsk];
    case 'task':
      return [step.assign, step.elseAssign ?? null, step.escalate?.to ?? null];
    default:
      return [];
  }
}

function waitedFor(plans: readonly Plan[]): string[] {
  const names = plans.flatMap(({ exits, steps }) => [
    ...exits.map(({ event }) => event),
    ...Object.values(steps).map((step) => (step.verb === 'wait_for' ? step.event : null)),
  ]);
  return [...new Set(names)].filter((name): name is string => typeof name === 'string').sort();
}
