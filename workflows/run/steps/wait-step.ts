import { addDuration, fromLocal, toLocal, type ZoneCalendar } from '../../model/calendar.js';
import type { NamedCondition } from '../../model/condition.js';
import type { DateAnchor, WaitStep, WaitUntil } from '../../model/plan.js';
import type { ActiveStep } from '../../model/run.js';
import type { Instant } from '../../model/time.js';
import type { Draft } from '../draft.js';
import type { Progress, StepHandler } from '../step-handler.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Asks for a date: the answer's fact holds it. */
function known(anchor: DateAnchor): NamedCondition {
  const left = { kind: 'name', path: anchor, type: 'date' } as const;
  return { text: `${anchor} is not missing`, condition: { kind: 'missing', left, negated: true } };
}

/** The next such weekday and time of day after an instant. */
function nextWeekday(
  calendar: ZoneCalendar,
  at: Instant,
  { weekday, at: time }: Extract<WaitUntil, { kind: 'weekday' }>,
): Instant {
  const midnight = Math.floor(toLocal(calendar, at) / DAY) * DAY;
  const days = (weekday - new Date(midnight).getUTCDay() + 7) % 7;
  const local = midnight + days * DAY + (time.hour * 60 + time.minute) * MINUTE;
  const next = fromLocal(calendar, local);
  return next > at ? next : fromLocal(calendar, local + 7 * DAY);
}

function waitUntil(draft: Draft, step: WaitStep, active: ActiveStep, due: Instant): Progress {
  if (due <= draft.at) {
    draft.settle(step, active, { status: 'done', outcome: null });
    return { goto: step.next };
  }
  draft.setTimer(`wait:${active.key}`, due);
  return 'waiting';
}

/** A span of time, or the time until a date or weekday and never longer than its bound. An exit cuts it short. */
export const waitStep: StepHandler<WaitStep> = {
  start(draft, step) {
    const bound = draft.later(step.duration);
    const { until } = step;
    if (until?.kind === 'date') {
      const active = { ...draft.begin(step, bound), until: bound };
      draft.ask(step, active, [known(until.anchor)]);
      return 'waiting';
    }
    const due = until ? Math.min(bound, nextWeekday(draft.state.calendar, draft.at, until)) : bound;
    const active = draft.begin(step, due);
    draft.setTimer(`wait:${active.key}`, due);
    return 'waiting';
  },

  // A date nobody knows is waited for as long as the bound says: going on at once could send something far too early.
  evaluated(draft, step, active, { results }) {
    const { value, facts } = results[0] ?? { value: null, facts: [] };
    const { until } = step;
    const { request: _answered, until: bound = draft.at, ...rest } = active;
    draft.keep(step, rest);
    if (until?.kind !== 'date') return waitUntil(draft, step, rest, bound);
    draft.record({ type: 'asked', step: step.id, condition: known(until.anchor).text, value, facts });
    const date = facts.find(({ name }) => name === until.anchor)?.value;
    if (typeof date !== 'number') return waitUntil(draft, step, rest, bound);
    const due = addDuration(draft.state.calendar, date, until.offset, until.direction === 'before' ? -1 : 1);
    return waitUntil(draft, step, rest, Math.min(bound, due));
  },

  timer(draft, step, active) {
    draft.settle(step, active, { status: 'done', outcome: null });
    return { goto: step.next };
  },
};
