import type { Database } from '../../../prisma/database.js';
import { loadAccountData } from '../../../prisma/read-models/account-data.js';
import { zoneCalendars } from '../../../prisma/zone-calendars.js';
import { UnknownZoneError } from '../../../workflows/evaluate/build-zone-calendar.js';
import type { AccountData } from '../../../workflows/model/account-data.js';
import { UTC_CALENDAR } from '../../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../../workflows/model/calendar.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Instant } from '../../../workflows/model/time.js';

/** Accounts as of a window. One account with an impossible time zone must not stop all others: it is read in UTC. */
export function loadAccounts(
  db: Database,
  catalogue: Catalogue,
  asOf: Instant,
  filter: { readonly zone?: string; readonly accountIds?: readonly string[]; readonly since?: Instant },
): Promise<AccountData[]> {
  const calendarOf = zoneCalendars(asOf, catalogue.calendars);
  const calendarFor = (zone: string): ZoneCalendar => {
    try {
      return calendarOf(zone);
    } catch (error) {
      if (error instanceof UnknownZoneError) return { ...UTC_CALENDAR, zone };
      throw error;
    }
  };
  return loadAccountData(db, { catalogue, asOf, calendarFor, ...filter });
}
