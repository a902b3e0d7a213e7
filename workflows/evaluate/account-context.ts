import type { AccountData, Contract, MetricPoint } from '../model/account-data.js';
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
  const outcomes = options.outcomes ?? {};
  return {
    asOf: options.asOf,
    calendar: data.calendar,
    startedAt: options.startedAt ?? null,
    read: (path, asOf) => read(data, outcomes, path, asOf),
    closedPeriod: (metric, asOf, back) => closedPeriod(data, metric, asOf, back),
  };
}

function read(data: AccountData, outcomes: Readonly<Record<string, StepOutcome>>, path: string, asOf: Instant): Reading {
  const dot = path.indexOf('.');
  if (dot < 0) return closedPeriod(data, path, asOf, 1);
  const family = path.slice(0, dot);
  const field = path.slice(dot + 1);
  const outcome = field === 'outcome' ? outcomes[family] : undefined;
  if (outcome !== undefined) return { value: outcome.outcome, asOf: outcome.at };
  if (family === 'health') return readHealth(data, field, asOf);
  if (family === 'account') return { value: accountField(data, field), asOf };
  if (family === 'contract') return { value: contractField(contractAt(data.contracts, asOf), field), asOf };
  return { value: null, asOf };
}

function readHealth(data: AccountData, field: string, asOf: Instant): Reading {
  const snapshot = data.health[countUpTo(data.health, (entry) => entry.at <= asOf) - 1];
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

function closedPeriod(data: AccountData, metric: string, asOf: Instant, back: number): Reading {
  const series: readonly MetricPoint[] = Object.hasOwn(data.series, metric) ? (data.series[metric] ?? []) : [];
  const point = series[countUpTo(series, (entry) => entry.end <= asOf) - back];
  return point === undefined ? { value: null, asOf } : { value: point.value, asOf: point.end, since: point.start };
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
