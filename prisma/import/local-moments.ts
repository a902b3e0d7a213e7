import { fromLocal, type ZoneCalendar } from '../../workflows/model/calendar.js';
import type { Instant } from '../../workflows/model/time.js';
import { zoneCalendars } from '../zone-calendars.js';
import { momentValue } from './field-values.js';

/** Texts remembered per zone: files repeat their dates. */
const KEPT = 10_000;
/** Years for which one calendar is used; it reaches at least four years back and three ahead of their middle. */
const BLOCK = 4;

/** What moments without an offset mean in the zone of an account: by the same calendar that ends metric periods. */
export class LocalMoments {
  private readonly calendars = new Map<string, ZoneCalendar>();
  private readonly known = new Map<string, Map<string, Instant>>();
  private last: { readonly text: string; readonly zone: string; readonly at: Instant } = { text: '', zone: '', at: 0 };

  /** @throws RowRejected for a text that is no moment */
  instant(field: string, text: string, zone: string): Instant {
    const { last } = this;
    // Files are mostly sorted by time.
    if (last.text === text && last.zone === zone) return last.at;
    const at = this.lookUp(field, text, zone);
    this.last = { text, zone, at };
    return at;
  }

  /** The calendar of a zone that holds good for at least a year around an instant. */
  calendar(zone: string, around: Instant): ZoneCalendar {
    const year = new Date(around).getUTCFullYear();
    const block = year - (year % BLOCK);
    const key = `${block} ${zone}`;
    let calendar = this.calendars.get(key);
    if (!calendar) this.calendars.set(key, (calendar = zoneCalendars(Date.UTC(block + BLOCK / 2, 0, 1))(zone)));
    return calendar;
  }

  private lookUp(field: string, text: string, zone: string): Instant {
    let texts = this.known.get(zone);
    if (!texts) this.known.set(zone, (texts = new Map()));
    const found = texts.get(text);
    if (found !== undefined) return found;
    const moment = momentValue(field, text);
    const at = 'at' in moment ? moment.at : fromLocal(this.calendar(zone, moment.local), moment.local);
    if (texts.size >= KEPT) texts.clear();
    texts.set(text, at);
    return at;
  }
}
