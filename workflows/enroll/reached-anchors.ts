import type { AccountData, Contract } from '../model/account-data.js';
import { addDuration, fromLocal, localDate, startOfDate } from '../model/calendar.js';
import type { ZoneCalendar } from '../model/calendar.js';
import type { StartDoor } from '../model/plan.js';
import type { Instant, LocalDate } from '../model/time.js';

const DAY = 86_400_000;

export type AtDateDoor = Extract<StartDoor, { kind: 'at_date' }>;

/** A contract date that a playbook counts from, with the instant at which the playbook is due for it. */
export interface ReachedAnchor {
  /** Episode key, e.g. `contract.end:2026-12-31`: the same contract date never opens a second episode. */
  readonly key: string;
  readonly date: LocalDate;
  /** The contract date itself. */
  readonly at: Instant;
  readonly dueAt: Instant;
}

/**
 * The contract dates whose due instant lies in `after < due <= upTo`, ascending; terms with the same date count once.
 * A contract date is a day of the account's calendar; `calendar` says where the playbook's clock hangs.
 */
export function reachedAnchors(
  door: AtDateDoor,
  data: Pick<AccountData, 'contracts' | 'calendar'>,
  calendar: ZoneCalendar,
  after: Instant,
  upTo: Instant,
): ReachedAnchor[] {
  return anchorsOf(door, data, calendar).filter(({ dueAt }) => dueAt > after && dueAt <= upTo);
}

interface KnownAnchors {
  readonly home: ZoneCalendar;
  readonly calendar: ZoneCalendar;
  readonly anchors: readonly ReachedAnchor[];
}

/** A backtest asks the same terms on each of a thousand days: their dates are worked out once. */
const known = new WeakMap<readonly Contract[], WeakMap<AtDateDoor, KnownAnchors>>();

/** Every date of the door, in the order they are due. */
function anchorsOf(
  door: AtDateDoor,
  { contracts, calendar: home }: Pick<AccountData, 'contracts' | 'calendar'>,
  calendar: ZoneCalendar,
): readonly ReachedAnchor[] {
  const mine = known.get(contracts) ?? new WeakMap<AtDateDoor, KnownAnchors>();
  known.set(contracts, mine);
  const before = mine.get(door);
  if (before?.home === home && before.calendar === calendar) return before.anchors;
  const found = new Map<LocalDate, ReachedAnchor>();
  for (const contract of contracts) {
    const at = door.anchor === 'contract.start' ? contract.start : contract.end;
    const date = localDate(home, at);
    found.set(date, { key: `${door.anchor}:${date}`, date, at, dueAt: dueInstant(door, date, calendar) });
  }
  const anchors = [...found.values()].sort((a, b) => a.dueAt - b.dueAt);
  mine.set(door, { home, calendar, anchors });
  return anchors;
}

/** The date moved by the offset, at the door's time of day in the zone. */
function dueInstant(door: AtDateDoor, date: LocalDate, calendar: ZoneCalendar): Instant {
  const moved = addDuration(calendar, startOfDate(calendar, date), door.offset, door.direction === 'before' ? -1 : 1);
  const day = Date.parse(`${localDate(calendar, moved)}T00:00:00Z`);
  return fromLocal(calendar, day + ((door.at.hour * 60 + door.at.minute) * DAY) / 1_440);
}
