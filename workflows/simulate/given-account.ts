import { localDate, shiftPeriod, startOfDate, startOfPeriod, toLocal, type ZoneCalendar } from '../model/calendar.js';
import type { Catalogue } from '../model/catalogue.js';
import type { EvaluationContext, Reading } from '../model/evaluation-context.js';
import type { FactValue } from '../model/fact.js';
import type { TestFacts, TestGiven, TestSeries } from '../model/playbook-test.js';
import type { StepOutcome } from '../model/run.js';
import type { Instant, PeriodUnit } from '../model/time.js';
import { healthDefinitionFor } from '../evaluate/score-health.js';

const DAY = 86_400_000;

/** Facts of a test that hold from an instant on. */
export interface TestChange extends TestFacts {
  readonly from: Instant;
  readonly metrics: Readonly<Record<string, TestSeries>>;
}

/**
 * An account as an inline test describes it. `given` holds for all of the past; what the timeline says holds from its
 * moment on. A metric's numbers are its last closed periods on the day the test begins; afterwards every new period
 * repeats the last number until the timeline says another.
 */
export class GivenAccount {
  private readonly changes: TestChange[];
  /** When the period began in which the test begins, by unit: asked for every day of a run. */
  private readonly begun: Readonly<Record<PeriodUnit, Instant>>;

  /** @param changes ascending by `from` */
  constructor(
    private readonly given: TestGiven,
    changes: readonly TestChange[],
    start: Instant,
    private readonly calendar: ZoneCalendar,
    private readonly catalogue: Catalogue,
  ) {
    this.changes = [...changes];
    this.begun = {
      day: startOfPeriod(calendar, start, 'day'),
      week: startOfPeriod(calendar, start, 'week'),
      month: startOfPeriod(calendar, start, 'month'),
    };
  }

  contextAt(
    asOf: Instant,
    run: { startedAt: Instant | null; outcomes: Readonly<Record<string, StepOutcome>> } = { startedAt: null, outcomes: {} },
  ): EvaluationContext {
    return {
      asOf,
      calendar: this.calendar,
      startedAt: run.startedAt,
      read: (path, at) => this.read(path, at, run.outcomes),
      closedPeriod: (metric, at, back) => this.closedPeriod(metric, at, back),
    };
  }

  private read(path: string, asOf: Instant, outcomes: Readonly<Record<string, StepOutcome>>): Reading {
    const dot = path.indexOf('.');
    if (dot < 0) return this.closedPeriod(path, asOf, 1);
    const family = path.slice(0, dot);
    const field = path.slice(dot + 1);
    if (field === 'outcome') {
      const outcome = Object.hasOwn(outcomes, family) ? outcomes[family] : undefined;
      if (outcome) return { value: outcome.outcome, asOf: outcome.at };
    }
    return { value: this.fieldAt(family, field, asOf) ?? null, asOf };
  }

  private fieldAt(family: string, field: string, asOf: Instant): FactValue | undefined {
    switch (family) {
      case 'account':
        return this.latest(asOf, ({ account }) => account[field]);
      case 'contract':
        return this.contractField(field, asOf);
      case 'health':
        if (field === 'score') return this.latest(asOf, ({ health }) => health.score);
        return field === 'band' ? this.bandAt(asOf) : undefined;
      default:
        return undefined;
    }
  }

  private contractField(field: string, asOf: Instant): FactValue | undefined {
    if (field === 'seats') return this.latest(asOf, ({ contract }) => contract.seats);
    if (field !== 'start' && field !== 'end') return undefined;
    const date = this.latest(asOf, ({ contract }) => contract[field]);
    return date === undefined ? undefined : startOfDate(this.calendar, date);
  }

  /** The band a test says, else the one its score falls into. */
  private bandAt(asOf: Instant): FactValue | undefined {
    const band = this.latest(asOf, ({ health }) => health.band ?? (health.score === undefined ? undefined : ''));
    if (band !== '') return band;
    const score = this.latest(asOf, ({ health }) => health.score);
    const segment = this.latest(asOf, ({ account }) => account['segment']);
    const definition = healthDefinitionFor(this.catalogue.healths, typeof segment === 'string' ? segment : null);
    if (typeof score !== 'number' || !definition) return null;
    if (score >= definition.bands.green) return 'green';
    return score >= definition.bands.yellow ? 'yellow' : 'red';
  }

  /** What the newest change up to an instant says, else what was given. */
  private latest<T>(asOf: Instant, pick: (facts: TestFacts) => T | undefined): T | undefined {
    for (let index = this.changes.length - 1; index >= 0; index -= 1) {
      const change = this.changes[index];
      if (!change || change.from > asOf) continue;
      const value = pick(change);
      if (value !== undefined) return value;
    }
    return pick(this.given);
  }

  private closedPeriod(metric: string, asOf: Instant, back: number): Reading {
    const definition = Object.hasOwn(this.catalogue.metrics, metric) ? this.catalogue.metrics[metric] : undefined;
    const unit = definition?.per ?? 'day';
    const end = shiftPeriod(this.calendar, asOf, unit, 1 - back);
    const period = { asOf: end, since: shiftPeriod(this.calendar, asOf, unit, -back) };
    const source = definition?.source;
    if (!this.isGiven(metric) && source?.kind === 'ratio') {
      const of = this.closedPeriod(source.of, asOf, back).value;
      const to = this.closedPeriod(source.to, asOf, back).value;
      const value = typeof of === 'number' && typeof to === 'number' && to !== 0 ? of / to : null;
      return { value, ...period };
    }
    if (!this.isGiven(metric) && source?.kind === 'seats') {
      return { value: this.latest(end - 1, ({ contract }) => contract.seats) ?? null, ...period };
    }
    return { value: this.periodEnding(metric, end, asOf, unit), ...period };
  }

  private isGiven(metric: string): boolean {
    return Object.hasOwn(this.given.metrics, metric) || this.changes.some(({ metrics }) => Object.hasOwn(metrics, metric));
  }

  private periodEnding(metric: string, end: Instant, asOf: Instant, unit: PeriodUnit): number | null {
    const series = Object.hasOwn(this.given.metrics, metric) ? this.given.metrics[metric] : null;
    const begun = this.begun[unit];
    if (end < begun) {
      if (!Array.isArray(series)) return lastOf(series);
      const numbers: readonly (number | null)[] = series;
      return numbers[numbers.length - 1 - this.periodsBetween(end, begun, unit)] ?? null;
    }
    if (!this.changes.some(({ metrics }) => Object.hasOwn(metrics, metric))) return lastOf(series);
    // The last closed period reads what is said now; an older one what was said last while it was the last one.
    const lastRead = Math.min(asOf, shiftPeriod(this.calendar, end, unit, 1) - 1);
    for (let index = this.changes.length - 1; index >= 0; index -= 1) {
      const change = this.changes[index];
      if (change && change.from <= lastRead && Object.hasOwn(change.metrics, metric)) return lastOf(change.metrics[metric]);
    }
    return lastOf(series);
  }

  private periodsBetween(from: Instant, to: Instant, unit: PeriodUnit): number {
    if (unit === 'month') {
      const [a, b] = [localDate(this.calendar, from), localDate(this.calendar, to)].map(
        (date) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)),
      ) as [number, number];
      return b - a;
    }
    const days = (toLocal(this.calendar, to) - toLocal(this.calendar, from)) / DAY;
    return Math.round(unit === 'week' ? days / 7 : days);
  }
}

function lastOf(series: TestSeries | undefined): number | null {
  if (series === undefined || series === null || typeof series === 'number') return series ?? null;
  return series[series.length - 1] ?? null;
}
