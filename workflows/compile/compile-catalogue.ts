import { nameScope, type CatalogueNames } from '../condition/name-scope.js';
import { checkMetricEvents, joinMetrics } from '../language/join-metrics.js';
import { joinLifecycles } from '../language/join-lifecycle.js';
import { UNKNOWN_NAMES, type BookNames } from '../language/playbook-scope.js';
import { joinCalendars, readCalendars } from '../language/read-calendars.js';
import { joinDeclarations, type Declarations } from '../language/read-declarations.js';
import type { BookDocument } from '../language/read-file.js';
import { joinHealths, readHealth } from '../language/read-health.js';
import { lifecycleNames, lifecycleOf, readLifecycle } from '../language/read-lifecycle.js';
import { readMetrics } from '../language/read-metrics.js';
import { joinSegments, readSegments, type AuthoredSegment } from '../language/read-segments.js';
import { joinSolutions, readSolutions, type AuthoredSolution } from '../language/read-solutions.js';
import type { Value } from '../language/value.js';
import { BUILT_IN_EVENTS } from '../model/built-in-events.js';
import type { Catalogue, MetricDefinition } from '../model/catalogue.js';
import { sha256 } from '../model/sha256.js';
import { canonicalJson } from './canonical-json.js';
import { deepFreeze } from './compile-playbook.js';
import { judgeSegments } from './judge-segments.js';

/** A playbook that a solution names, to be looked for when the playbooks are known. */
export type SolutionUse = Pick<AuthoredSolution, 'file' | 'playbooks'>;

export interface CompiledCatalogue {
  /** Null = there is no metrics file, or one of the catalogue's files has errors. */
  readonly catalogue: Catalogue | null;
  /** What is known of it all the same, for checking playbooks; it knows no playbooks. */
  readonly names: BookNames;
  readonly solutions: readonly SolutionUse[];
}

/** Reads the parts of a catalogue in an order in which each may name the ones before it. */
class CatalogueReader {
  private readonly diagnostics;
  private readonly before: number;

  constructor(
    private readonly documents: readonly BookDocument[],
    /** False = a file could not be opened, which may be the one that declares what is missing. */
    private readonly complete: boolean,
  ) {
    this.diagnostics = documents[0]?.root.reader.diagnostics;
    this.before = this.errors;
  }

  private get errors(): number {
    return this.diagnostics?.errors() ?? 0;
  }

  private roots(kind: BookDocument['kind']): readonly Value[] {
    return this.documents.flatMap((document) => (document.kind === kind ? document.root : []));
  }

  /** A thing that was reported must not be reported again wherever it is named: with errors nothing is known of its kind. */
  private known<T>(names: T, before: number): T | null {
    return this.complete && this.errors === before ? names : null;
  }

  read(): CompiledCatalogue {
    const { metrics, declared, names: first } = this.readMetrics();
    const segmentErrors = this.errors;
    const segments = this.readSegments(first);
    const segmentIds = this.known(
      segments.map(({ definition }) => definition.id),
      segmentErrors,
    );
    const roots = this.roots('Lifecycle');
    const { stages, milestones } = lifecycleNames(roots);
    const names: BookNames = {
      ...first,
      segments: segments.length > 0 ? segmentIds : null,
      stages: this.complete && stages?.length ? stages : null,
      milestones: this.complete ? milestones : null,
    };
    const lifecycles = roots.flatMap((root) => readLifecycle(root, names) ?? []);
    joinLifecycles(lifecycles);
    const healthScope = nameScope(names, { forbidden: ['health'] });
    const healths = joinHealths(this.roots('Health').flatMap((root) => readHealth(root, healthScope) ?? []));
    const calendars = joinCalendars(this.roots('Calendars').flatMap((root) => readCalendars(root) ?? []));
    const solutions = this.roots('Solutions').flatMap((root) => readSolutions(root, nameScope(names)));
    const library = joinSolutions(solutions);
    const whole = { names: { ...names, calendars: calendars?.calendars.map(({ id }) => id) ?? null }, solutions };
    if (first.metrics === null || this.errors > this.before) return { catalogue: null, ...whole };
    // What the book does not have is left out, so that a catalogue keeps its hash when the language grows.
    const body = {
      metrics,
      healths: healths.accounts,
      segments: segments.map(({ definition }) => definition),
      ...present('events', declared.events),
      ...present('attributes', declared.attributes),
      ...present('endpoints', declared.endpoints),
      ...present('chats', declared.chats),
      ...present('tickets', declared.tickets),
      ...present('userHealths', healths.users.length > 0 ? healths.users : null),
      ...present('lifecycle', lifecycles.length > 0 ? lifecycleOf(lifecycles) : null),
      ...present('calendars', calendars),
      ...present('solutions', library.length > 0 ? library : null),
    };
    return { catalogue: deepFreeze({ contentHash: sha256(canonicalJson(body)), ...body }), ...whole };
  }

  private readMetrics(): {
    readonly metrics: Readonly<Record<string, MetricDefinition>>;
    readonly declared: Declarations;
    readonly names: BookNames;
  } {
    const roots = this.roots('Metrics');
    const files = roots.map(readMetrics);
    const metrics = joinMetrics(files);
    const declared = joinDeclarations(files.map(({ declarations }) => declarations));
    if (declared.events && this.known(true, this.before))
      checkMetricEvents(
        files.flatMap((file) => file.metrics),
        declared.events,
      );
    if (roots.length === 0 || !this.known(true, this.before)) return { metrics, declared, names: UNKNOWN_NAMES };
    const names: BookNames = {
      ...UNKNOWN_NAMES,
      metrics,
      events: declared.events && [...BUILT_IN_EVENTS.map(({ id }) => id), ...Object.keys(declared.events)],
      attributes: declared.attributes,
      endpoints: Object.keys(declared.endpoints ?? {}),
      chats: Object.keys(declared.chats ?? {}),
      tickets: declared.tickets?.priorities ?? null,
    };
    return { metrics, declared, names };
  }

  private readSegments(names: CatalogueNames): readonly AuthoredSegment[] {
    const scope = nameScope(names, { forbidden: ['segment', 'health', 'lifecycle', 'milestone'] });
    const segments = joinSegments(this.roots('Segments').map((root) => readSegments(root, scope)));
    judgeSegments(segments);
    return segments;
  }
}

function present<K extends string, T>(key: K, value: T | null): Partial<Record<K, T>> {
  return value === null ? {} : ({ [key]: value } as Record<K, T>);
}

/** Compiles everything of a book that is no playbook. */
export function compileCatalogue(documents: readonly BookDocument[], complete: boolean): CompiledCatalogue {
  return new CatalogueReader(documents, complete).read();
}
