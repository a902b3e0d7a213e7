import { isScalar, visit } from 'yaml';
import { nameScope, type ConditionPlace, type NameScope } from '../condition/name-scope.js';
import type { MetricDefinition } from '../model/catalogue.js';
import { nearestAdvice } from '../model/did-you-mean.js';
import { Diagnostics } from './diagnostics.js';
import { fieldsOf, isList, isMapping, listOf, plain, type Fields, type Value } from './value.js';
import type { MappingName } from './vocabulary/mapping-name.js';
import { keysOf } from './vocabulary/mappings.js';

/** A trait of accounts that the catalogue declares. */
export interface AttributeName {
  readonly type: 'number' | 'percent' | 'text' | 'yes_no' | 'date';
  /** The closed set of a text; null = any. */
  readonly values: readonly string[] | null;
}

/** What the rest of the book offers to a playbook. Null = it is not known (not declared, or not read): not checked. */
export interface BookNames {
  readonly metrics: Readonly<Record<string, MetricDefinition>> | null;
  readonly segments: readonly string[] | null;
  /** Events of the catalogue and those that every book has. */
  readonly events: readonly string[] | null;
  readonly attributes: Readonly<Record<string, AttributeName>> | null;
  readonly endpoints: readonly string[] | null;
  readonly chats: readonly string[] | null;
  readonly milestones: readonly string[] | null;
  readonly stages: readonly string[] | null;
  readonly calendars: readonly string[] | null;
  /** Priorities of support tickets. */
  readonly tickets: readonly string[] | null;
  readonly playbooks: readonly string[] | null;
}

/** A book of which nothing is known. */
export const UNKNOWN_NAMES: BookNames = {
  metrics: null,
  segments: null,
  events: null,
  attributes: null,
  endpoints: null,
  chats: null,
  milestones: null,
  stages: null,
  calendars: null,
  tickets: null,
  playbooks: null,
};

/** Takes reports that nobody reads. */
const SILENT = new Diagnostics();

function fieldsQuietly(value: Value): Fields | null {
  return isMapping(value) ? fieldsOf(value, { known: [], open: true }) : null;
}

function itemsQuietly(value: Value | null): readonly Value[] {
  return (value && isList(value) && listOf({ ...value, reader: { ...value.reader, diagnostics: SILENT } }, 'steps')) || [];
}

/** What stands under a key, or under what is plainly that key mistyped: the reader takes it for the key as well. */
function under(fields: Fields | null, key: string, mapping: MappingName): Value | null {
  const found = fields?.get(key);
  if (!fields || found) return found ?? null;
  const known = keysOf(mapping);
  const meant = fields.keys().find((written) => {
    if (known.includes(written)) return false;
    const near = nearestAdvice(written, known);
    return typeof near === 'object' && near.write === key;
  });
  return meant === undefined ? null : fields.get(meant);
}

/** Verbs whose steps end without a word that others could read. */
const SILENT_VERBS = ['wait', 'branch', 'parallel', 'set', 'playbook'];

/**
 * Ids of a step and of the steps inside it; shapes are not judged here.
 * @param speaking true = without those of steps that plainly have no outcome.
 */
export function stepIdsWithin(step: Value, speaking = false): readonly string[] {
  const fields = fieldsQuietly(step);
  if (!fields) return [];
  const id = under(fields, 'id', 'step');
  const text = id && plain(id);
  const silent = speaking && SILENT_VERBS.some((verb) => under(fields, verb, 'step') !== null);
  const own = typeof text === 'string' && !silent ? [text] : [];
  const arms = itemsQuietly(under(fields, 'branch', 'step')).flatMap((arm) => {
    const parts = fieldsQuietly(arm);
    return [...stepIdsOf(under(parts, 'then', 'arm'), speaking), ...stepIdsOf(under(parts, 'otherwise', 'arm'), speaking)];
  });
  const parallel = under(fields, 'parallel', 'step');
  const lanes = parallel && fieldsQuietly(parallel);
  return [...own, ...(lanes?.keys() ?? []).flatMap((lane) => stepIdsOf(lanes?.get(lane) ?? null, speaking)), ...arms];
}

/** Ids of all steps at any depth, in the order they are written; with `speaking` only those that can have an outcome. */
export function stepIdsOf(steps: Value | null, speaking = false): readonly string[] {
  return itemsQuietly(steps).flatMap((step) => stepIdsWithin(step, speaking));
}

/**
 * Every word that some mapping within a value has for an id, whatever its key is called: what an author may have named
 * there when the place had a mistake.
 */
export function wordsWithin(value: Value | null): readonly string[] {
  const words: string[] = [];
  visit(value?.node ?? null, {
    Pair(_key, { value: node }) {
      if (isScalar(node) && typeof node.value === 'string' && /^[a-z][a-z0-9_]*$/.test(node.value)) words.push(node.value);
    },
  });
  return words;
}

/** A scope for places where no step's outcome can be read. */
export function outsideSteps(
  names: BookNames,
  stepIds: readonly string[],
  place: Pick<ConditionPlace, 'insideRun' | 'parameters'>,
): NameScope {
  const reason = 'outcomes can be read in later steps and in the verification only';
  return nameScope(names, { ...place, unreadable: new Map(stepIds.map((id) => [id, reason])) });
}
