import type { Evaluation, Fact, FactValue, ValueType } from '../../workflows/model/fact.js';

/** A fact as people and scripts read it: instants are ISO 8601 with zone. A percent stays a fraction, a duration milliseconds. */
export interface FactView {
  readonly name: string;
  readonly type: ValueType;
  readonly value: FactValue;
  readonly asOf: string;
  /** When the closed period of a metric began that ended at `asOf`. */
  readonly since?: string;
  readonly from?: Readonly<Record<string, FactValue>>;
  /** How the numbers in `from` read when they are neither plain numbers nor a `date`. */
  readonly fromType?: ValueType;
}

/** The readable form of a stored fact. */
export function factView({ name, type, value, asOf, since, from, fromType }: Fact): FactView {
  return {
    name,
    type,
    value: type === 'date' ? readable(value) : value,
    asOf: isoTime(asOf),
    ...(since === undefined ? {} : { since: isoTime(since) }),
    // The distance to a date is told with the date itself.
    ...(from === undefined ? {} : { from: 'date' in from ? { ...from, date: readable(from['date'] ?? null) } : from }),
    ...(fromType === undefined ? {} : { fromType }),
  };
}

/** What a view was made from. */
export function factOf({ name, type, value, asOf, since, from, fromType }: FactView): Fact {
  return {
    name,
    type,
    value: type === 'date' ? stored(value) : value,
    asOf: Date.parse(asOf),
    ...(since === undefined ? {} : { since: Date.parse(since) }),
    ...(from === undefined ? {} : { from: 'date' in from ? { ...from, date: stored(from['date'] ?? null) } : from }),
    ...(fromType === undefined ? {} : { fromType }),
  };
}

function readable(value: FactValue): FactValue {
  return typeof value === 'number' ? isoTime(value) : value;
}

function stored(value: FactValue): FactValue {
  return typeof value === 'string' ? Date.parse(value) : value;
}

/** Stored JSON of facts; anything else reads as no facts, so that one odd row cannot hide a whole record. */
export function factViews(stored: unknown): FactView[] {
  return Array.isArray(stored) ? (stored as Fact[]).map(factView) : [];
}

/** A condition's answer with everything it read. */
export interface EvaluationView {
  readonly condition: string;
  readonly value: boolean | null;
  readonly facts: readonly FactView[];
}

/** Stored named evaluations in readable form. */
export function evaluationViews(stored: unknown): EvaluationView[] {
  if (!Array.isArray(stored)) return [];
  return (stored as (Evaluation & { text: string })[]).map((evaluation) => ({
    condition: evaluation.text,
    value: evaluation.value,
    facts: factViews(evaluation.facts),
  }));
}

/** ISO 8601 with zone, e.g. `2026-03-02T07:00:00.000Z`. */
export function isoTime(at: Date | number): string {
  return (typeof at === 'number' ? new Date(at) : at).toISOString();
}

/** Like `isoTime`, passing null on. */
export function isoTimeOrNull(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
