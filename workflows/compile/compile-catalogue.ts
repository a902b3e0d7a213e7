import { scopeOutsideRun } from '../condition/name-scope.js';
import { joinHealths, readHealth } from '../language/read-health.js';
import { joinMetrics, readMetrics } from '../language/read-metrics.js';
import type { BookDocument } from '../language/read-file.js';
import { readSegments } from '../language/read-segments.js';
import { reportAt } from '../language/value.js';
import type { Catalogue, SegmentDefinition } from '../model/catalogue.js';
import { sha256 } from '../model/sha256.js';
import { canonicalJson } from './canonical-json.js';
import { deepFreeze } from './compile-playbook.js';

export interface CompiledCatalogue {
  /** Null = there is no metrics file, or one of the catalogue's files has errors. */
  readonly catalogue: Catalogue | null;
  /** What is known of it all the same, for checking playbooks: null = not known. */
  readonly metrics: Catalogue['metrics'] | null;
  readonly segments: readonly string[] | null;
}

/** Compiles metrics, segments and health, in this order, for each may name the ones before it. */
export function compileCatalogue(documents: readonly BookDocument[], complete: boolean): CompiledCatalogue {
  const of = (kind: BookDocument['kind']) => documents.filter((document) => document.kind === kind);
  const diagnostics = documents[0]?.root.reader.diagnostics;
  const before = diagnostics?.errors() ?? 0;
  const metricFiles = of('Metrics');
  const all = joinMetrics(metricFiles.flatMap(({ root }) => readMetrics(root).metrics));
  // A metric that was reported must not be reported again wherever it is named.
  const metricsKnown = complete && metricFiles.length > 0 && (diagnostics?.errors() ?? 0) === before;
  const metrics = metricsKnown ? all : null;

  const segments: SegmentDefinition[] = [];
  for (const { root } of of('Segments')) {
    for (const segment of readSegments(root, scopeOutsideRun(metrics, null, ['segment', 'health']))) {
      if (segments.some(({ id }) => id === segment.id))
        reportAt(root, root.anchor, 'duplicate-id', `the segment ${segment.id} is defined in two files`);
      else segments.push(segment);
    }
  }
  const segmentIds = complete && segments.length > 0 ? segments.map(({ id }) => id) : null;
  const healths = joinHealths(
    of('Health').flatMap(({ root }) => readHealth(root, scopeOutsideRun(metrics, segmentIds, ['health'])) ?? []),
  );
  if (!metricsKnown || (diagnostics?.errors() ?? 0) > before) return { catalogue: null, metrics, segments: segmentIds };
  const body = { metrics: all, healths, segments };
  return { catalogue: deepFreeze({ contentHash: sha256(canonicalJson(body)), ...body }), metrics, segments: segmentIds };
}
