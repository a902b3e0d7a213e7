import type { Instant } from '../../../workflows/model/time.js';
import { badRequest } from '../problems/request-pipe.js';

const HOUR = 3_600_000;
/** Clocks of senders differ; what is further ahead than this is a mistake. */
const MOST_AHEAD = HOUR;
const PLACE = 'body.timestamp';

/**
 * The instant of an ISO 8601 text with zone. The DTO has checked its form; here the day, the time and the distance from
 * now are checked (`Date` would turn 30 February into 2 March).
 * @param now business time
 */
export function readTimestamp(text: string, now: Instant): Instant {
  const instant = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(instant) || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text.slice(0, 10)) {
    const fix = 'Give an existing day and time in ISO 8601 with a zone, e.g. 2026-03-02T07:00:00Z.';
    throw badRequest([{ place: PLACE, cause: `\`${text}\` is no point in time.`, fix }]);
  }
  if (instant - now > MOST_AHEAD) {
    const cause = `\`${text}\` is more than an hour in the future (it is ${new Date(now).toISOString()} here).`;
    throw badRequest([{ place: PLACE, cause, fix: "Correct the sender's clock or zone, or leave `timestamp` out." }]);
  }
  return instant;
}
