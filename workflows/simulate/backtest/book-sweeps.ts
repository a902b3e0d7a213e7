import { decideEnrollment } from '../../enroll/decide-enrollment.js';
import { capPeriodStart, decisionRounds } from '../../enroll/decision-rounds.js';
import { judgeTrigger } from '../../enroll/judge-trigger.js';
import type { MetTrigger, TriggerVerdicts } from '../../enroll/judge-trigger.js';
import { planSweep, plansDueIn } from '../../enroll/plan-sweep.js';
import type { SweepWindow } from '../../enroll/plan-sweep.js';
import { accountContext } from '../../evaluate/account-context.js';
import type { AccountData } from '../../model/account-data.js';
import type { ZoneCalendar } from '../../model/calendar.js';
import type { Catalogue } from '../../model/catalogue.js';
import type { EnrollmentDecision } from '../../model/decision.js';
import type { Fact } from '../../model/fact.js';
import type { Plan } from '../../model/plan.js';
import { runIdOf } from '../../model/run-id-of.js';
import type { Instant } from '../../model/time.js';
import { BookDays } from './book-days.js';
import { EpisodeLedger } from './episode-ledger.js';
import type { HistoryAccount } from './history.js';

/** A book with its history, and the time to look at. */
export interface BacktestBook {
  readonly plans: readonly Plan[];
  readonly catalogue: Catalogue;
  /** By id. */
  readonly accounts: readonly HistoryAccount[];
  /** Calendars of the accounts' zones and of playbooks with a zone of their own, from before `from` until after `until`. */
  readonly calendars: readonly ZoneCalendar[];
  /** The first instant that is looked at. */
  readonly from: Instant;
  /** Triggers are asked, and runs followed, up to and including this instant. */
  readonly to: Instant;
  /** Health is worked out up to here, to tell what became of the accounts; at least `to`. */
  readonly until: Instant;
}

/** An episode that a trigger opened, with what was decided. */
export interface DecidedEpisode {
  readonly plan: Plan;
  readonly account: string;
  readonly at: Instant;
  readonly key: string;
  /** What the trigger read. */
  readonly facts: readonly Fact[];
  readonly decision: EnrollmentDecision;
  /** Null for a skip. */
  readonly runId: string | null;
}

/**
 * The sweeps of a book over its history: the same windows in the same order, and the same decisions, as the worker takes
 * on the stored book. Whoever drives it says when the runs that it began have ended.
 */
export class BookSweeps {
  /** The `evaluate` windows, in the order in which they are carried out. */
  readonly windows: readonly SweepWindow[];
  readonly days: BookDays;
  /** Playbooks that could not be asked, each once; the others go on. */
  readonly errors: string[] = [];
  private readonly looks: ReadonlyMap<string, readonly Instant[]>;
  private readonly ledgers: ReadonlyMap<string, EpisodeLedger>;
  private readonly calendars: ReadonlyMap<string, ZoneCalendar>;

  /** @param endOf when a run ended, as far as that has happened; null = it has not */
  constructor(
    private readonly book: BacktestBook,
    endOf: (runId: string) => Instant | null,
  ) {
    const { calendars, plans, from, to, until, catalogue, accounts } = book;
    this.calendars = new Map(calendars.map((calendar) => [calendar.zone, calendar]));
    const every = { calendars, plans, lastFinished: new Map<string, Instant>(), begin: from, catchUp: Number.MAX_SAFE_INTEGER };
    const due = planSweep({ ...every, now: Math.max(to, until) }).due;
    this.days = new BookDays(catalogue, accounts);
    // Nothing that is done about an account changes its history, so that all days can be scored beforehand.
    for (const window of due) if (window.kind === 'daily') this.days.score(window);
    const swept = due.filter(({ at }) => at <= to);
    this.windows = swept.filter(({ kind }) => kind === 'evaluate');
    this.looks = looksOf(swept);
    this.ledgers = new Map(plans.map(({ playbook }) => [playbook, new EpisodeLedger(endOf)]));
  }

  /** The first instant after another at which exits of a zone's accounts are looked at; Infinity = never again. */
  nextLook(zone: string, after: Instant): Instant {
    const looks = this.looks.get(zone) ?? [];
    let low = 0;
    let high = looks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((looks[middle] ?? Infinity) > after) high = middle;
      else low = middle + 1;
    }
    return looks[low] ?? Infinity;
  }

  /** Carries out one of `windows`, in their order. @returns the episodes that began, in the order they were decided. */
  decide(window: SweepWindow): DecidedEpisode[] {
    const { at, zone, after } = window;
    const calendar = this.calendars.get(zone);
    if (!calendar) return [];
    const all = this.book.accounts.map(({ data }) => this.days.dataAt(data.id, at));
    const inZone = all.filter((data) => data.calendar.zone === zone);
    const decided: DecidedEpisode[] = [];
    for (const plan of plansDueIn(this.book.plans, calendar, at)) {
      const ledger = this.ledgers.get(plan.playbook);
      if (!ledger) continue;
      const own = plan.timezone === 'account';
      const accounts = own ? inZone : all;
      let verdicts: TriggerVerdicts;
      try {
        verdicts = judgeTrigger(plan, accounts, ledger.open, { at, after, calendar: own ? null : calendar });
      } catch (failure) {
        // As in a sweep: one plan that cannot be asked must not stop the others.
        const said = `${plan.playbook}: ${String(failure)}`;
        if (!this.errors.includes(said)) this.errors.push(said);
        continue;
      }
      ledger.close(verdicts.close, at);
      for (const round of decisionRounds(verdicts.open)) decided.push(...this.enroll(plan, ledger, round, accounts, at));
    }
    return decided;
  }

  private enroll(
    plan: Plan,
    ledger: EpisodeLedger,
    round: readonly MetTrigger[],
    accounts: readonly AccountData[],
    at: Instant,
  ): DecidedEpisode[] {
    const byId = new Map(accounts.map((data) => [data.id, data]));
    const opened = round.flatMap((met) => {
      const key = ledger.begin(met.accountId, met.key, at);
      return key === null ? [] : [{ ...met, key, history: ledger.history(met.accountId, at) }];
    });
    let used = ledger.used(capPeriodStart(plan, at), at);
    return opened.flatMap(({ accountId: account, key, facts, history }) => {
      const data = byId.get(account);
      if (!data) return [];
      const context = accountContext(data, { asOf: at });
      const decision = decideEnrollment({ plan, account, context, history, usedInPeriod: used, at });
      const runId = decision.decision === 'enroll' ? runIdOf(plan.playbook, account, key) : null;
      if (runId !== null) {
        used += 1;
        ledger.enroll(account, runId, at);
      }
      return [{ plan, account, at, key, facts, decision, runId }];
    });
  }
}

/** Exits are asked in every window of the account's zone: at midnight with the day's health, and whenever triggers are. */
function looksOf(windows: readonly SweepWindow[]): Map<string, Instant[]> {
  const looks = new Map<string, Instant[]>();
  for (const { zone, at } of windows) {
    const mine = looks.get(zone) ?? [];
    if (mine.at(-1) !== at) mine.push(at);
    looks.set(zone, mine);
  }
  return looks;
}
