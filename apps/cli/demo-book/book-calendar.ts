const DAY = 86_400_000;
const MINUTE = 60_000;

/** Days of the book are counted from its first one (0); negative days lie before it. */
export interface BookCalendar {
  /** Index of the last day. */
  readonly lastDay: number;
  /** `YYYY-MM-DD` of a day. */
  date(day: number): string;
  /** 0 = Sunday .. 6 = Saturday. */
  weekday(day: number): number;
  /** The Monday on or after a day. */
  mondayFrom(day: number): number;
  /** ISO 8601 instant of a local wall time in a zone. */
  instant(day: number, minuteOfDay: number, zone: string): string;
}

/** Minutes east of UTC at noon of a day; exact enough for office hours, which never touch a clock change. */
function offsetMinutes(epoch: number, zone: string): number {
  const text = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).format(new Date(epoch));
  const match = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(text);
  if (!match?.[1]) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

function parseDay(name: string, date: string): number {
  const epoch = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(epoch)) {
    throw new RangeError(`The demo book's "${name}" is "${date}": write a date such as 2025-12-31.`);
  }
  return epoch;
}

/**
 * @param from first local day of the book, `YYYY-MM-DD`
 * @param to last local day of the book
 * @throws RangeError when a date cannot be read, or the book is shorter than 330 days (its troubles need that long).
 */
export function bookCalendar(from: string, to: string): BookCalendar {
  const origin = parseDay('from', from);
  const lastDay = (parseDay('to', to) - origin) / DAY;
  if (lastDay < 330) {
    throw new RangeError(`The demo book from ${from} to ${to} has ${lastDay + 1} days: give it a year (at least 331 days).`);
  }
  const offsets = new Map<string, number>();
  const weekday = (day: number): number => new Date(origin + day * DAY).getUTCDay();
  return {
    lastDay,
    weekday,
    date: (day) => new Date(origin + day * DAY).toISOString().slice(0, 10),
    mondayFrom: (day) => day + ((8 - weekday(day)) % 7),
    instant(day, minuteOfDay, zone) {
      const key = `${zone}|${day}`;
      let offset = offsets.get(key);
      if (offset === undefined) {
        offset = offsetMinutes(origin + day * DAY + DAY / 2, zone);
        offsets.set(key, offset);
      }
      return new Date(origin + day * DAY + (minuteOfDay - offset) * MINUTE).toISOString();
    },
  };
}
