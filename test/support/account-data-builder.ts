import type { AccountData, MetricPoint } from '../../workflows/model/account-data.js';
import { UTC_CALENDAR, shiftPeriod } from '../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import type { PeriodUnit } from '../../workflows/model/time.js';

/** An instant from an ISO text; a bare date is its midnight in UTC. */
export function instant(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`not a time: ${text}`);
  return at;
}

/** Closed periods with the given values, the last one ending at or before `until`. */
export function closedPeriods(
  unit: PeriodUnit,
  until: string,
  values: readonly (number | null)[],
  calendar: ZoneCalendar = UTC_CALENDAR,
): MetricPoint[] {
  return values.map((value, index) => {
    const back = values.length - index;
    return {
      start: shiftPeriod(calendar, instant(until), unit, -back),
      end: shiftPeriod(calendar, instant(until), unit, 1 - back),
      value,
    };
  });
}

/** A healthy active account that nothing is known of yet; name only what a test is about. */
export function accountData(fields: Partial<AccountData> = {}): AccountData {
  return {
    id: 'acme',
    name: 'Acme',
    status: 'active',
    segment: 'mid',
    muted: false,
    locale: 'en',
    calendar: UTC_CALENDAR,
    roles: ['champion'],
    hasCsm: true,
    attributes: {},
    contracts: [],
    series: {},
    health: [],
    loadedAsOf: instant('2030-01-01'),
    ...fields,
  };
}
