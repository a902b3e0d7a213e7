import type { Evaluation, Fact, FactValue, ValueType } from '../../workflows/model/fact.js';

/** A fact as people and scripts read it: instants are ISO 8601 with zone. A percent stays a fraction, a duration milliseconds. */
export interface FactView {
  readonly name: string;
  readonly type: ValueType;
  readonly value: FactValue;
  readonly asOf: string;
  readonly from?: Readonly<Record<string, FactValue>>;
}

/** The readable form of a stored fact. */
export function factView(fact: Fact): FactView {
  const value = fact.type === 'date' && typeof fact.value === 'number' ? isoTime(fact.value) : fact.value;
  const view = { name: fact.name, type: fact.type, value, asOf: isoTime(fact.asOf) };
  return fact.from === undefined ? view : { ...view, from: fact.from };
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
