import type { Catalogue, MetricDefinition } from '../../workflows/model/catalogue.js';
import { notComputed } from '../../workflows/model/not-computed.js';

/**
 * The computed metrics (not the imported ones), each ratio after the two it divides. A metric that cannot be computed yet
 * is left out: without points it reads as unknown, and it can still be filled in when it is computed one day.
 */
export function metricOrder({ metrics }: Catalogue): MetricDefinition[] {
  const ordered = new Set<MetricDefinition>();
  const visit = (id: string, path: readonly string[]): void => {
    const metric = Object.hasOwn(metrics, id) ? metrics[id] : undefined;
    // A circle cannot be compiled; it must not hang us either.
    if (metric === undefined || metric.source.kind === 'imported' || notComputed(metric.source) !== null || path.includes(id))
      return;
    if (metric.source.kind === 'ratio') for (const part of [metric.source.of, metric.source.to]) visit(part, [...path, id]);
    ordered.add(metric);
  };
  for (const id of Object.keys(metrics).sort()) visit(id, []);
  return [...ordered];
}
