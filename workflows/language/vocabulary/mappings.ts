import type { BookKind } from './book-kind.js';
import { CATALOGUE_MAPPINGS } from './catalogue-keys.js';
import type { MappingName } from './mapping-name.js';
import { METRICS_MAPPINGS } from './metrics-keys.js';
import { PLAYBOOK_MAPPINGS } from './playbook-keys.js';
import type { KeyDefinition, MappingDefinition } from './shape.js';
import { STEP_MAPPINGS } from './step-keys.js';
import { TEST_MAPPINGS } from './test-keys.js';

/** Every mapping of the language. Readers, schema, formatter, completion, hover and reference take their keys from here. */
export const MAPPINGS: Readonly<Record<MappingName, MappingDefinition>> = {
  ...PLAYBOOK_MAPPINGS,
  ...STEP_MAPPINGS,
  ...TEST_MAPPINGS,
  ...METRICS_MAPPINGS,
  ...CATALOGUE_MAPPINGS,
};

/** The mapping a file of each kind is. */
export const KIND_MAPPINGS = {
  Playbook: 'playbook',
  Metrics: 'metrics_file',
  Health: 'health',
  Segments: 'segments_file',
  Lifecycle: 'lifecycle_file',
  Calendars: 'calendars_file',
  Solutions: 'solutions_file',
} as const satisfies Readonly<Record<BookKind, MappingName>>;

const keys = new Map<MappingName, readonly string[]>();

/** The keys of a mapping in canonical order; keys that only the author knows (metrics, lanes) are not among them. */
export function keysOf(mapping: MappingName): readonly string[] {
  const known = keys.get(mapping);
  if (known) return known;
  const found = Object.keys(MAPPINGS[mapping].keys);
  keys.set(mapping, found);
  return found;
}

/** What stands behind a key, or null for a key the mapping does not define. */
export function definitionOf(mapping: MappingName, key: string): KeyDefinition | null {
  const { keys: definitions } = MAPPINGS[mapping];
  return Object.hasOwn(definitions, key) ? (definitions[key] ?? null) : null;
}
