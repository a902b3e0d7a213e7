import type { Catalogue, MetricDefinition } from '../../workflows/model/catalogue.js';

/** The computed metrics (not the imported ones), each ratio after the two it divides. */
export function metricOrder({ metrics }: Catalogue): MetricDefinition[] {
  const ordered = new Set<MetricDefinition>();
  const visit = (id: string, path: readonly string[]): void => {
    const metric = Object.hasOwn(metrics, id) ? metrics[id] : undefined;
    // A circle cannot be compiled; it must not hang us either.
    if (metric === undefined || metric.source.kind === 'imported' || path.includes(id)) return;
    if (metric.source.kind === 'ratio') for (const part of [metric.source.of, metric.source.to]) visit(part, [...path, id]);
    ordered.add(metric);
  };
  for (const id of Object.keys(metrics).sort()) visit(id, []);
  return [...ordered];
}
