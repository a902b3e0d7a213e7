import type { AccountData, Contract, MetricPoint } from '../model/account-data.js';
import type { ZoneCalendar } from '../model/calendar.js';
import type { EvaluationContext, Reading } from '../model/evaluation-context.js';
import type { FactValue } from '../model/fact.js';
import type { StepOutcome } from '../model/run.js';
import type { Instant } from '../model/time.js';

export interface AccountContextOptions {
  /** The instant the questions are asked for; never later than what was loaded. */
  readonly asOf: Instant;
  /** What became of the run's steps so far, by step id. */
  readonly outcomes?: Readonly<Record<string, StepOutcome>>;
  /** When the run started; outside a run leave it out. */
  readonly startedAt?: Instant | null;
}

/** Answers conditions from what is remembered of an account, as of any instant up to the one it was loaded for. */
export function accountContext(data: AccountData, options: AccountContextOptions): EvaluationContext {
  if (options.asOf > data.loadedAsOf) {
    throw new RangeError(
      `Account ${data.id} was loaded as of ${iso(data.loadedAsOf)} and cannot answer as of ${iso(options.asOf)}: load it again for that instant.`,
    );
  }
  return new AccountContext(data, options);
}

/** A class, so that every context has the same shape and its methods are shared: conditions are asked millions of times. */
class AccountContext implements EvaluationContext {
  readonly asOf: Instant;
  readonly calendar: ZoneCalendar;
  readonly startedAt: Instant | null;
  private readonly outcomes: Readonly<Record<string, StepOutcome>>;

  constructor(
    private readonly data: AccountData,
    options: AccountContextOptions,
  ) {
    this.asOf = options.asOf;
    this.calendar = data.calendar;
    this.startedAt = options.startedAt ?? null;
    this.outcomes = options.outcomes ?? {};
  }

  read(path: string, asOf: Instant): Reading {
    const { family, field } = partsOf(path);
    if (family === 'health') return readHealth(this.data, field, asOf);
    if (field === 'outcome') {
      const outcome = Object.hasOwn(this.outcomes, family) ? this.outcomes[family] : undefined;
      if (outcome !== undefined) return { value: outcome.outcome, asOf: outcome.at };
    }
    if (family === 'account') return { value: accountField(this.data, field), asOf };
    if (family === 'contract') return { value: contractField(contractAt(this.data.contracts, asOf), field), asOf };
    if (family === '') return this.closedPeriod(path, asOf, 1);
    return { value: null, asOf };
  }

  closedPeriod(metric: string, asOf: Instant, back: number): Reading {
    const { series } = this.data;
    const points = Object.hasOwn(series, metric) ? series[metric] : undefined;
    const point = points === undefined ? undefined : points[closedBy(points, asOf) - back];
    return point === undefined ? { value: null, asOf } : { value: point.value, asOf: point.end, since: point.start };
  }

  /** Roles are known as they are now, like the account's fields. */
  roleFilled(role: string, asOf: Instant): Reading {
    return { value: this.data.roles.includes(role), asOf };
  }
}

interface PathParts {
  /** Empty = a bare name. */
  readonly family: string;
  readonly field: string;
}

const parts = new Map<string, PathParts>();
/** Paths come from plans, so there are few; a bound all the same, for attributes are the customer's own. */
const MOST_PARTS = 10_000;

/** The two parts of a dotted name, taken apart once. */
function partsOf(path: string): PathParts {
  const known = parts.get(path);
  if (known !== undefined) return known;
  const dot = path.indexOf('.');
  const made = { family: path.slice(0, Math.max(0, dot)), field: path.slice(dot + 1) };
  if (parts.size < MOST_PARTS) parts.set(path, made);
  return made;
}

function readHealth(data: AccountData, field: string, asOf: Instant): Reading {
  const { health } = data;
  const last = health[health.length - 1];
  const snapshot = last === undefined || last.at <= asOf ? last : health[countUpTo(health, (entry) => entry.at <= asOf) - 1];
  if (snapshot === undefined) return { value: null, asOf };
  return { value: field === 'score' ? snapshot.score : field === 'band' ? snapshot.band : null, asOf: snapshot.at };
}

function accountField(data: AccountData, field: string): FactValue {
  switch (field) {
    case 'id':
      return data.id;
    case 'name':
      return data.name;
    case 'status':
      return data.status;
    case 'segment':
      return data.segment;
    case 'muted':
      return data.muted;
    case 'locale':
      return data.locale;
    default:
      return Object.hasOwn(data.attributes, field) ? (data.attributes[field] ?? null) : null;
  }
}

/**
 * The contract a question is about: the term in force (the one that began last), else the last one that ended,
 * else the first one to come. So `days_until(contract.end)` goes below zero after a term ran out.
 */
export function contractAt(contracts: readonly Contract[], asOf: Instant): Contract | null {
  let inForce: Contract | null = null;
  let ended: Contract | null = null;
  for (const contract of contracts) {
    if (contract.start > asOf) continue;
    if (asOf < contract.end) {
      if (inForce === null || contract.start >= inForce.start) inForce = contract;
    } else if (ended === null || contract.end >= ended.end) ended = contract;
  }
  return inForce ?? ended ?? contracts.find((contract) => contract.start > asOf) ?? null;
}

function contractField(contract: Contract | null, field: string): FactValue {
  if (contract === null) return null;
  if (field === 'start') return contract.start;
  if (field === 'end') return contract.end;
  if (field === 'seats') return contract.seats;
  return field === 'product' ? contract.product : null;
}

/** How many periods had ended by an instant. Mostly all of them: data is loaded for the instant that is asked about. */
function closedBy(points: readonly MetricPoint[], asOf: Instant): number {
  const last = points[points.length - 1];
  return last === undefined || last.end <= asOf ? points.length : countUpTo(points, (entry) => entry.end <= asOf);
}

/** How many leading entries hold, for a list in which those that hold come first (binary search). */
function countUpTo<T>(list: readonly T[], holds: (entry: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = list[middle];
    if (entry !== undefined && holds(entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
