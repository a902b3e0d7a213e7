import type { MetricDefinition, MetricSource } from './catalogue.js';

/**
 * What of a metric's source the engine does not compute yet, in the author's words; null = it computes all of it.
 * Such a metric has no points, so whoever reads it is told that it is unknown.
 */
export function notComputed(source: MetricSource): string | null {
  switch (source.kind) {
    case 'count_events':
    case 'count_contacts': {
      if ('atLeast' in source) return 'at_least';
      if (source.where) return 'where';
      return source.role === undefined ? null : 'role';
    }
    case 'open_contacts':
    case 'contacts_this_term':
    case 'seats':
    case 'ratio':
    case 'imported':
      return null;
    case 'products':
      return 'bought';
    case 'sum':
    case 'average':
    case 'distinct':
    case 'last_seen':
      return source.kind;
  }
}

/** The same of a metric by its id: a ratio lacks what the two metrics lack that it divides. Null also for an unknown id. */
export function metricNotComputed(metrics: Readonly<Record<string, MetricDefinition>>, id: string): string | null {
  const source = Object.hasOwn(metrics, id) ? metrics[id]?.source : undefined;
  if (source === undefined) return null;
  if (source.kind !== 'ratio') return notComputed(source);
  // One level down only: a ratio of ratios cannot be compiled, and a circle must not hang us.
  const lacking = [source.of, source.to].find((part) => {
    const other = Object.hasOwn(metrics, part) ? metrics[part] : undefined;
    return other !== undefined && notComputed(other.source) !== null;
  });
  return lacking === undefined ? null : `ratio with ${lacking}`;
}
