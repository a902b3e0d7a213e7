import type { MetricDefinition } from '../model/catalogue.js';
import type { ValueType } from '../model/fact.js';

/** What is known of an attribute or a parameter; `values` = the closed set of texts it can be. */
export interface DeclaredValue {
  readonly type: ValueType;
  readonly values?: readonly string[] | null;
}

/** A parameter of the playbook. */
export interface DeclaredParameter extends DeclaredValue {
  /** A duration in months or business days: it has no fixed length, so nothing can be compared with it. */
  readonly inexact?: boolean;
}

/** What the catalogue offers to conditions. Null or left out = not known: any name of that family passes (one mistake, one message). */
export interface CatalogueNames {
  readonly metrics: Readonly<Record<string, MetricDefinition>> | null;
  readonly segments: readonly string[] | null;
  readonly events?: readonly string[] | null;
  readonly milestones?: readonly string[] | null;
  readonly stages?: readonly string[] | null;
  readonly attributes?: Readonly<Record<string, DeclaredValue>> | null;
  /** Priorities of support tickets. */
  readonly tickets?: readonly string[] | null;
}

/** A family that is being defined by the condition, so that naming it would be circular. */
export type ForbiddenFamily = 'health' | 'segment' | 'lifecycle' | 'milestone';

/** What the place of a condition adds to the catalogue. */
export interface ConditionPlace {
  /** Steps whose outcome can be read here, with the words it can have; null words = not known. */
  readonly outcomes?: ReadonlyMap<string, readonly string[] | null>;
  /** Steps whose outcome cannot be read here, with the reason. */
  readonly unreadable?: ReadonlyMap<string, string>;
  readonly forbidden?: readonly ForbiddenFamily[];
  /** `change_since_start` has a start to measure from. */
  readonly insideRun?: boolean;
  /** The playbook's parameters; null = not known. */
  readonly parameters?: Readonly<Record<string, DeclaredParameter>> | null;
}

/** What a condition may name at the place where it is written. Made by `nameScope`. */
export type NameScope = Required<CatalogueNames> & Required<ConditionPlace>;

/** The scope of a condition: a place that says nothing is outside a run, without outcomes and parameters. */
export function nameScope(names: CatalogueNames, place: ConditionPlace = {}): NameScope {
  return {
    metrics: names.metrics,
    segments: names.segments,
    events: names.events ?? null,
    milestones: names.milestones ?? null,
    stages: names.stages ?? null,
    attributes: names.attributes ?? null,
    tickets: names.tickets ?? null,
    outcomes: place.outcomes ?? new Map(),
    unreadable: place.unreadable ?? new Map(),
    forbidden: place.forbidden ?? [],
    insideRun: place.insideRun ?? false,
    parameters: place.parameters === undefined ? {} : place.parameters,
  };
}
