import { isPauseTimer } from './pause-timers.js';
import type { RunEvent, RunState } from '../model/run.js';
import type { Instant } from '../model/time.js';

/** At the same instant: the start, then answers to what was asked of the host, then events pushed from outside. */
function rank(event: RunEvent): number {
  if (event.type === 'started') return 0;
  return 'id' in event ? 2 : 1;
}

/** The timer that rings first; of several due at the same instant the one set first. A pause leaves only its own. */
export function earliestTimer(state: Pick<RunState, 'timers' | 'paused'>): { timer: string; due: Instant } | null {
  let earliest: { timer: string; due: Instant } | null = null;
  for (const [timer, due] of Object.entries(state.timers)) {
    if (state.paused && !isPauseTimer(timer)) continue;
    if (!earliest || due < earliest.due) earliest = { timer, due };
  }
  return earliest;
}

/**
 * The event a run takes next: the one order both hosts keep. Earliest business time first; at the same instant answers,
 * then pushed events and orders (an exit at 08:00 beats a timer due at 08:00), then timers in the order they were set. A waiting
 * event proves that its instant was reached, so timers due before it fire first even when the host is late.
 * Guaranteed among the events a host knows of; one that arrives later is taken at `state.now`.
 * @param reached business time reached; timers due up to it may fire
 * @returns the event, and its place in `waiting` (null for a timer); null when there is nothing to take yet
 */
export function nextEvent(
  state: Pick<RunState, 'now' | 'timers' | 'paused'>,
  waiting: readonly RunEvent[],
  reached: Instant,
): { event: RunEvent; index: number | null } | null {
  // A loop without objects of its own: a storm of thousands of events is looked through once for each of them.
  let index = -1;
  let firstAt = Infinity;
  let firstRank = Infinity;
  for (let candidate = 0; candidate < waiting.length; candidate += 1) {
    const event = waiting[candidate] as RunEvent;
    const at = event.at > state.now ? event.at : state.now;
    if (at > firstAt) continue;
    const ranked = rank(event);
    if (at === firstAt && ranked >= firstRank) continue;
    [index, firstAt, firstRank] = [candidate, at, ranked];
  }
  const event = waiting[index];
  const timer = earliestTimer(state);
  const timerFirst = timer && (event ? Math.max(timer.due, state.now) < firstAt : timer.due <= reached);
  if (timerFirst) return { event: { type: 'timer_fired', at: timer.due, timer: timer.timer }, index: null };
  return event ? { event, index } : null;
}
