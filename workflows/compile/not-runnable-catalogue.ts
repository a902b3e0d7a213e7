import { isRunnable, needsOf, needsOfExpression } from '../condition/needs-of.js';
import type { Catalogue, HealthDefinition, HealthDimension, MetricDefinition } from '../model/catalogue.js';
import type { NamedCondition } from '../model/condition.js';
import type { NotRunnable } from '../model/not-runnable.js';
import { metricNotComputed } from '../model/not-computed.js';

function ofCondition(where: string, condition: NamedCondition | null): readonly NotRunnable[] {
  const needs = condition === null ? [] : needsOf(condition.condition);
  return needs.filter((need) => !isRunnable(need)).map((what) => ({ where, what }));
}

/** Metrics without a computation, and the ratios that need them. */
function ofMetrics(metrics: Readonly<Record<string, MetricDefinition>>): readonly NotRunnable[] {
  return Object.keys(metrics).flatMap((id) => {
    const what = metricNotComputed(metrics, id);
    return what === null ? [] : [{ where: `metrics.${id}`, what }];
  });
}

function ofDimension(where: string, dimension: HealthDimension): readonly NotRunnable[] {
  if ('percentile' in dimension) return [{ where, what: 'percentile' }];
  if ('points' in dimension) return dimension.points.flatMap(({ when }) => ofCondition(where, when));
  return needsOfExpression(dimension.expression)
    .filter((need) => !isRunnable(need))
    .map((what) => ({ where, what }));
}

function ofHealth({ id, dimensions, bands }: HealthDefinition): readonly NotRunnable[] {
  const parts = dimensions.flatMap((dimension) => ofDimension(`health.${id}.${dimension.id}`, dimension));
  return bands.stay === undefined ? parts : [...parts, { where: `health.${id}.bands`, what: 'stay' }];
}

/**
 * What of a catalogue the engine does not compute yet. It may be published: what is not computed is unknown to whoever
 * reads it, and never a guess.
 */
export function notRunnableCatalogue(catalogue: Catalogue): readonly NotRunnable[] {
  const { metrics, healths, segments, userHealths, lifecycle, solutions } = catalogue;
  return [
    ...ofMetrics(metrics),
    ...segments.flatMap(({ id, when }) => ofCondition(`segments.${id}`, when)),
    ...healths.flatMap(ofHealth),
    ...(userHealths ?? []).map(({ id }) => ({ where: `health.${id}`, what: 'of: users' })),
    ...((lifecycle?.stages.length ?? 0) > 0 ? [{ where: 'lifecycle', what: 'stages' }] : []),
    ...((lifecycle?.milestones.length ?? 0) > 0 ? [{ where: 'lifecycle', what: 'milestones' }] : []),
    ...(solutions ? [{ where: 'solutions', what: 'diagnosis' }] : []),
  ];
}

/** In one sentence, or null when all of it is computed. */
export function sayNotRunnableCatalogue(catalogue: Catalogue): string | null {
  const byPlace = new Map<string, string[]>();
  for (const { where, what } of notRunnableCatalogue(catalogue)) byPlace.set(where, [...(byPlace.get(where) ?? []), what]);
  if (byPlace.size === 0) return null;
  const parts = [...byPlace].map(([where, what]) => `${where} (${what.join(', ')})`);
  return `the catalogue declares what is not computed yet and stays unknown to whoever asks: ${parts.join(', ')}`;
}
