import { localDate, shiftPeriod, startOfPeriod, toLocal, type ZoneCalendar } from '../model/calendar.js';
import type { Catalogue, HealthDefinition, MetricDefinition } from '../model/catalogue.js';
import type { EvaluationContext, Reading } from '../model/evaluation-context.js';
import type { FactValue } from '../model/fact.js';
import type { TestFacts, TestGiven, TestSeries } from '../model/playbook-test.js';
import { GivenFacts, type TestChange } from './given-facts.js';
import type { StepOutcome } from '../model/run.js';
import type { Instant, PeriodUnit } from '../model/time.js';
import { healthDefinitionFor } from '../evaluate/score-health.js';

const DAY = 86_400_000;

/**
 * An account as an inline test describes it. `given` holds for all of the past; what the timeline says holds from its
 * moment on. A metric's numbers are its last closed periods on the day the test begins; afterwards every new period
 * repeats the last number until the timeline says another.
 */
export class GivenAccount {
  private readonly changes: TestChange[];
  private readonly facts: GivenFacts;
  private readonly answers: ReturnType<GivenFacts['answers']>;
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
    this.facts = new GivenFacts(given, this.changes, calendar);
    this.answers = this.facts.answers((metric, at) => this.periodOf(metric, at, 1));
    this.begun = {
      day: startOfPeriod(calendar, start, 'day'),
      week: startOfPeriod(calendar, start, 'week'),
      month: startOfPeriod(calendar, start, 'month'),
      quarter: startOfPeriod(calendar, start, 'quarter'),
      year: startOfPeriod(calendar, start, 'year'),
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
      ...this.answers,
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
        return this.facts.contractField(field, asOf);
      case 'lifecycle':
        return this.facts.lifecycleField(field, asOf);
      case 'judgement':
        return this.facts.judgementField(field, asOf);
      case 'health':
        return this.healthField(field, asOf, ({ health }) => health, this.catalogue.healths);
      case 'user_health':
        return this.healthField(field, asOf, ({ userHealth }) => userHealth, this.catalogue.userHealths ?? []);
      default:
        return undefined;
    }
  }

  /** A score as the test says it; the band it says, else the one its score falls into. */
  private healthField(
    field: string,
    asOf: Instant,
    pick: (facts: TestFacts) => TestFacts['userHealth'],
    definitions: readonly HealthDefinition[],
  ): FactValue | undefined {
    const score = this.latest(asOf, (facts) => pick(facts)?.score);
    if (field === 'score') return score;
    if (field !== 'band') return undefined;
    const band = this.latest(asOf, (facts) => pick(facts)?.band ?? (pick(facts)?.score === undefined ? undefined : ''));
    if (band !== '') return band;
    const segment = this.latest(asOf, ({ account }) => account['segment']);
    const definition = healthDefinitionFor(definitions, typeof segment === 'string' ? segment : null);
    if (typeof score !== 'number' || !definition) return null;
    if (score >= definition.bands.green) return 'green';
    return score >= definition.bands.yellow ? 'yellow' : 'red';
  }

  private latest<T>(asOf: Instant, pick: (facts: TestFacts) => T | undefined): T | undefined {
    return this.facts.latest(asOf, pick);
  }

  private closedPeriod(metric: string, asOf: Instant, back: number): Reading {
    const definition = this.definitionOf(metric);
    const unit = definition?.per ?? 'day';
    const period = this.periodOf(metric, asOf, back);
    const end = period.asOf;
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

  private definitionOf(metric: string): MetricDefinition | undefined {
    return Object.hasOwn(this.catalogue.metrics, metric) ? this.catalogue.metrics[metric] : undefined;
  }

  private periodOf(metric: string, asOf: Instant, back: number): { readonly asOf: Instant; readonly since: Instant } {
    const unit = this.definitionOf(metric)?.per ?? 'day';
    return {
      asOf: shiftPeriod(this.calendar, asOf, unit, 1 - back),
      since: shiftPeriod(this.calendar, asOf, unit, -back),
    };
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
    const months = { day: 0, week: 0, month: 1, quarter: 3, year: 12 }[unit];
    if (months > 0) {
      const [a, b] = [localDate(this.calendar, from), localDate(this.calendar, to)].map(
        (date) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)),
      ) as [number, number];
      return (b - a) / months;
    }
    const days = (toLocal(this.calendar, to) - toLocal(this.calendar, from)) / DAY;
    return Math.round(unit === 'week' ? days / 7 : days);
  }
}

function lastOf(series: TestSeries | undefined): number | null {
  if (series === undefined || series === null || typeof series === 'number') return series ?? null;
  return series[series.length - 1] ?? null;
}
