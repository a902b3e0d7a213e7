import type { MetricSource } from './catalogue.js';

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
