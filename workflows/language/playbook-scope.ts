import type { NameScope } from '../condition/name-scope.js';
import type { MetricDefinition } from '../model/catalogue.js';
import { Diagnostics } from './diagnostics.js';
import { Fields, fieldsOf, isList, isMapping, listOf, plain, type Value } from './value.js';

/** What the rest of the book offers to a playbook. Null = it could not be read, so names are not checked. */
export interface BookNames {
  readonly metrics: Readonly<Record<string, MetricDefinition>> | null;
  readonly segments: readonly string[] | null;
}

/** Takes reports that nobody reads. */
const SILENT = new Diagnostics();

/** Ids of all steps at any depth, in the order they are written; shapes are not judged here. */
export function stepIdsOf(steps: Value | null): readonly string[] {
  const ids: string[] = [];
  const quiet = (value: Value): Value => ({ ...value, reader: { ...value.reader, diagnostics: SILENT } });
  const visit = (value: Value | null): void => {
    if (!value || !isList(value)) return;
    for (const item of listOf(quiet(value), 'steps') ?? []) {
      if (!isMapping(item)) continue;
      const fields = fieldsOf(item, { known: [], open: true }) as Fields;
      const id = fields.get('id');
      const text = id && plain(id);
      if (typeof text === 'string') ids.push(text);
      const branch = fields.get('branch');
      if (!branch || !isList(branch)) continue;
      for (const arm of listOf(branch, 'arms') ?? []) {
        if (!isMapping(arm)) continue;
        const parts = fieldsOf(arm, { known: [], open: true }) as Fields;
        visit(parts.get('then'));
        visit(parts.get('otherwise'));
      }
    }
  };
  visit(steps);
  return ids;
}

/** A scope for places where no step's outcome can be read. */
export function outsideSteps(names: BookNames, stepIds: readonly string[], insideRun: boolean): NameScope {
  const reason = 'outcomes can be read in later steps and in the verification only';
  return {
    metrics: names.metrics,
    segments: names.segments,
    outcomes: new Map(),
    unreadable: new Map(stepIds.map((id) => [id, reason])),
    forbidden: [],
    insideRun,
  };
}
