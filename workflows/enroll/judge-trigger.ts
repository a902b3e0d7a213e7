import { compileCondition } from '../condition/compile-condition.js';
import { evaluateCondition } from '../condition/evaluate-condition.js';
import { accountContext } from '../evaluate/account-context.js';
import type { AccountData } from '../model/account-data.js';
import type { ZoneCalendar } from '../model/calendar.js';
import type { Fact } from '../model/fact.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/time.js';
import { reachedAnchors } from './reached-anchors.js';
import type { AtDateDoor } from './reached-anchors.js';
import { trackEpisode } from './track-episode.js';

/** An account that met a trigger. `key` null = an ongoing episode, else the moment it is about. */
export interface MetTrigger {
  readonly accountId: string;
  readonly key: string | null;
  readonly facts: readonly Fact[];
}

/** What one playbook's trigger says about the accounts of a window. */
export interface TriggerVerdicts {
  /** New episodes, ordered by account; an account may have several named ones. */
  readonly open: readonly MetTrigger[];
  /** Accounts whose open episode ends. */
  readonly close: readonly string[];
  /** Answers per account: of a date trigger, only the dates that were reached. */
  readonly answers: { readonly true: number; readonly false: number; readonly unknown: number };
}

export interface TriggerWindow {
  /** The scheduled instant; everything is answered as of it, however late it is carried out. */
  readonly at: Instant;
  /** The window before: dates reached in `after < date <= at` belong to this one. */
  readonly after: Instant;
  /** The zone that dates and times of day are in; null = each account's own. */
  readonly calendar: ZoneCalendar | null;
}

/**
 * Asks a playbook's trigger for all accounts of a window.
 * @param openNow accounts that have an open episode of this playbook
 */
export function judgeTrigger(
  plan: Plan,
  accounts: readonly AccountData[],
  openNow: ReadonlySet<string>,
  window: TriggerWindow,
): TriggerVerdicts {
  const { start } = plan;
  const answers = { true: 0, false: 0, unknown: 0 };
  const open: MetTrigger[] = [];
  const close: string[] = [];
  for (const data of accounts) {
    if (start.kind === 'at_date') {
      for (const met of judgeDates(start, data, window)) {
        answers[nameOf(met.answer)] += 1;
        if (met.answer === true) open.push({ accountId: data.id, key: met.key, facts: met.facts });
      }
    } else if (start.kind === 'becomes_true') {
      const context = accountContext(data, { asOf: window.at });
      const asked = compileCondition(start.when.condition);
      const value = asked.answer(context);
      answers[nameOf(value)] += 1;
      const change = trackEpisode(openNow.has(data.id), value);
      // Most accounts of a window open nothing, and nobody reads their facts.
      if (change === 'open') open.push({ accountId: data.id, key: null, facts: asked.evaluate(context).facts });
      if (change === 'close') close.push(data.id);
    }
  }
  open.sort((a, b) => (a.accountId < b.accountId ? -1 : a.accountId > b.accountId ? 1 : 0));
  return { open, close, answers };
}

interface JudgedDate {
  readonly key: string;
  readonly answer: boolean | null;
  readonly facts: readonly Fact[];
}

/** A date that was reached opens an episode unless its `when` is false or cannot be answered. */
function judgeDates(door: AtDateDoor, data: AccountData, window: TriggerWindow): JudgedDate[] {
  return reachedAnchors(door, data, window.calendar ?? data.calendar, window.after, window.at).map((anchor) => {
    const reached: Fact = { name: door.anchor, type: 'date', value: anchor.at, asOf: window.at };
    if (door.when === null) return { key: anchor.key, answer: true, facts: [reached] };
    const asked = evaluateCondition(door.when.condition, accountContext(data, { asOf: window.at }));
    return { key: anchor.key, answer: asked.value, facts: [reached, ...asked.facts] };
  });
}

function nameOf(answer: boolean | null): 'true' | 'false' | 'unknown' {
  return answer === null ? 'unknown' : answer ? 'true' : 'false';
}
