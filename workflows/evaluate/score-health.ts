import { evaluateCondition } from '../condition/evaluate-condition.js';
import { evaluateExpression } from '../condition/evaluate-expression.js';
import type { AccountData, DimensionScore, HealthScore } from '../model/account-data.js';
import type { HealthBand, HealthDefinition, HealthDimension, PointsDimension } from '../model/catalogue.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { FactValue } from '../model/fact.js';
import type { Instant } from '../model/time.js';
import { accountContext } from './account-context.js';

/** The definition for a segment: the one that names it, else the one for all others, else null (no health is scored). */
export function healthDefinitionFor(definitions: readonly HealthDefinition[], segment: string | null): HealthDefinition | null {
  const named = segment === null ? undefined : definitions.find((definition) => definition.segments.includes(segment));
  return named ?? definitions.find((definition) => definition.segments.length === 0) ?? null;
}

/**
 * An account's health at an instant, 0 to 100 and rounded to 0.01 so that a stored score and a recomputed one are equal.
 * A dimension that cannot be read keeps its line with null points, and its weight is spread over the others.
 */
export function scoreHealth(data: AccountData, definition: HealthDefinition, asOf: Instant): HealthScore {
  const context = accountContext(data, { asOf });
  const dimensions = definition.dimensions.map((dimension) => scoreDimension(dimension, context));
  const score = weightedScore(dimensions);
  return { at: asOf, score, band: score === null ? null : bandOf(score, definition), definition: definition.id, dimensions };
}

function scoreDimension(dimension: HealthDimension, context: EvaluationContext): DimensionScore {
  const { id, weight } = dimension;
  if ('points' in dimension) return { id, weight, ...firstTrue(dimension, context) };
  // Where an account stands among the others of its segment is not kept yet: missing, never a guess.
  if ('percentile' in dimension)
    return {
      id,
      weight,
      points: null,
      fact: { name: `percentile(${dimension.value})`, type: 'percent', value: null, asOf: context.asOf },
    };
  const fact = evaluateExpression(dimension.expression, context);
  const points = typeof fact.value === 'number' ? round(pointsOf(fact.value, dimension.zeroAt, dimension.fullAt)) : null;
  return { id, weight, points, fact };
}

/** The points of the first arm that is true, with the values that decided it. */
function firstTrue({ id, points: arms }: PointsDimension, context: EvaluationContext): Pick<DimensionScore, 'points' | 'fact'> {
  const from: Record<string, FactValue> = {};
  const result = (points: number | null): Pick<DimensionScore, 'points' | 'fact'> => ({
    points,
    fact: { name: id, type: 'number', value: points, asOf: context.asOf, from },
  });
  for (const { when, points } of arms) {
    const answer = when === null ? { value: true, facts: [] } : evaluateCondition(when.condition, context);
    for (const { name, value } of answer.facts) from[name] = value;
    if (answer.value === true) return result(points);
    // A later arm would be taken for want of knowledge.
    if (answer.value === null) return result(null);
  }
  return result(null);
}

/** Linear from 0 points at `zeroAt` to 100 at `fullAt`, clamped; `zeroAt > fullAt` means that less is better. */
export function pointsOf(value: number, zeroAt: number, fullAt: number): number {
  // A range without length is a step: full marks from there on.
  if (zeroAt === fullAt) return value >= fullAt ? 100 : 0;
  return Math.min(100, Math.max(0, ((value - zeroAt) / (fullAt - zeroAt)) * 100));
}

function weightedScore(dimensions: readonly DimensionScore[]): number | null {
  let sum = 0;
  let weights = 0;
  for (const { points, weight } of dimensions) {
    if (points === null) continue;
    sum += points * weight;
    weights += weight;
  }
  return weights > 0 ? round(sum / weights) : null;
}

function bandOf(score: number, definition: HealthDefinition): HealthBand {
  if (score >= definition.bands.green) return 'green';
  return score >= definition.bands.yellow ? 'yellow' : 'red';
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
