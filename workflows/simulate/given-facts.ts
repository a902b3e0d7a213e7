import { startOfDate, type ZoneCalendar } from '../model/calendar.js';
import type { EvaluationContext, Reading, Standing } from '../model/evaluation-context.js';
import type { FactValue } from '../model/fact.js';
import type { TestFacts, TestSeries } from '../model/playbook-test.js';
import type { Instant, LocalDate } from '../model/time.js';

/** Facts of a test that hold from an instant on. */
export interface TestChange extends TestFacts {
  readonly from: Instant;
  readonly metrics: Readonly<Record<string, TestSeries>>;
  /** An event of the account that happens at that instant. */
  readonly event?: string;
}

type Answers = Required<
  Pick<EvaluationContext, 'standing' | 'lastEvent' | 'countEvents' | 'milestone' | 'roleFilled' | 'roleActive' | 'openTickets'>
>;

/** What an inline test says beside metrics: `given` for all of the past, the timeline from its moments on. */
export class GivenFacts {
  /** A date of the contract is asked for on every day of a run. */
  private readonly days = new Map<LocalDate, Instant>();

  /** @param changes ascending by `from` */
  constructor(
    private readonly given: TestFacts,
    private readonly changes: readonly TestChange[],
    private readonly calendar: ZoneCalendar,
  ) {}

  /** What the newest change up to an instant says, else what was given. */
  latest<T>(asOf: Instant, pick: (facts: TestFacts) => T | undefined): T | undefined {
    return this.latestWithMoment(asOf, pick)?.value;
  }

  /** The same with its moment; null = it was so before all that is told. */
  private latestWithMoment<T>(
    asOf: Instant,
    pick: (facts: TestFacts) => T | undefined,
  ): { readonly value: T; readonly from: Instant | null } | null {
    for (let index = this.changes.length - 1; index >= 0; index -= 1) {
      const change = this.changes[index];
      if (!change || change.from > asOf) continue;
      const value = pick(change);
      if (value !== undefined) return { value, from: change.from };
    }
    const value = pick(this.given);
    return value === undefined ? null : { value, from: null };
  }

  contractField(field: string, asOf: Instant): FactValue | undefined {
    switch (field) {
      case 'seats':
      case 'amount':
      case 'product':
      case 'renewal':
        return this.latest(asOf, ({ contract }) => contract[field]);
      case 'start':
      case 'end':
        return this.dayOf(this.latest(asOf, ({ contract }) => contract[field]));
      default:
        return undefined;
    }
  }

  lifecycleField(field: string, asOf: Instant): FactValue | undefined {
    const stage = this.latestWithMoment(asOf, ({ lifecycle }) => lifecycle?.stage);
    if (field === 'stage') return stage?.value;
    if (field !== 'since') return undefined;
    const since = this.latestWithMoment(asOf, ({ lifecycle }) => lifecycle?.since);
    // A stage that the timeline changes begins with the change, unless that says another day.
    const changed = stage?.from ?? null;
    if (changed !== null && changed > (since?.from ?? -Infinity)) return changed;
    return this.dayOf(since?.value);
  }

  judgementField(field: string, asOf: Instant): FactValue | undefined {
    const rating = this.latestWithMoment(asOf, ({ judgement }) => judgement?.rating);
    if (field === 'rating') return rating?.value;
    return field === 'at' ? (rating?.from ?? undefined) : undefined;
  }

  private dayOf(date: LocalDate | undefined): Instant | undefined {
    if (date === undefined) return undefined;
    let at = this.days.get(date);
    if (at === undefined) {
      at = startOfDate(this.calendar, date);
      this.days.set(date, at);
    }
    return at;
  }

  /** @param period the last closed period of a metric, without its value */
  answers(period: (metric: string, asOf: Instant) => Omit<Reading, 'value'>): Answers {
    return {
      standing: (among, metric, asOf) => {
        const value = this.latest(asOf, (facts) => own(tableOf(facts, among), metric));
        return { ...period(metric, asOf), value: value ?? null };
      },
      lastEvent: (event, asOf) => {
        const last = this.changes.filter((change) => change.event === event && change.from <= asOf).at(-1);
        return { value: last?.from ?? null, asOf };
      },
      countEvents: (event, span, asOf) => {
        const told = this.changes.filter(({ event: name, from }) => name === event && from > asOf - span && from <= asOf);
        const given = this.latest(asOf, ({ events }) => own(events, event));
        return { value: given === undefined && told.length === 0 ? null : (given ?? 0) + told.length, asOf };
      },
      milestone: (milestone, asOf) => ({ value: this.milestone(milestone, asOf), asOf }),
      roleFilled: (role, asOf) => ({ value: this.role(role, asOf, ['active', 'inactive']), asOf }),
      roleActive: (role, _span, asOf) => ({ value: this.role(role, asOf, ['active']), asOf }),
      openTickets: (priority, asOf) => ({ value: this.tickets(priority, asOf), asOf }),
    };
  }

  /** The moment it was reached; `true` when that was before all that is told. */
  private milestone(milestone: string, asOf: Instant): FactValue {
    let reached: boolean | Instant | null = own(this.given.milestones, milestone) ?? null;
    for (const change of this.changes) {
      const now = change.from > asOf ? undefined : own(change.milestones, milestone);
      if (now === false) reached = false;
      else if (now === true && (reached === null || reached === false)) reached = change.from;
    }
    return reached;
  }

  private role(role: string, asOf: Instant, words: readonly string[]): boolean | null {
    const state = this.latest(asOf, ({ roles }) => own(roles, role));
    return state === undefined ? null : words.includes(state);
  }

  private tickets(priority: string | null, asOf: Instant): number | null {
    if (priority !== null) return this.latest(asOf, ({ tickets }) => own(tickets, priority)) ?? null;
    const all = [this.given, ...this.changes].flatMap(({ tickets }) => Object.keys(tickets ?? {}));
    const told = [...new Set(all)].flatMap((one) => this.latest(asOf, ({ tickets }) => own(tickets, one)) ?? []);
    return told.length === 0 ? null : told.reduce((sum, count) => sum + count, 0);
  }
}

function own<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A test tells one number for the average and the median: it needs no more to say on which side the account is. */
function tableOf(facts: TestFacts, among: Standing): Readonly<Record<string, number>> | undefined {
  if (among === 'percentile') return facts.percentile;
  return among.startsWith('platform') ? facts.platform : facts.segment;
}
