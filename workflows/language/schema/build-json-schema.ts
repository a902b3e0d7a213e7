import { z } from 'zod';
import { BOOK_KINDS, type BookKind } from '../vocabulary/book-kind.js';
import { KIND_MAPPINGS } from '../vocabulary/mappings.js';
import { ZodVocabulary } from './zod-schema.js';

/** A JSON Schema of draft 7, plain JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** A mapping refers to those within it, so a kind is a set of named definitions. */
function definitionsOf(kind: BookKind): Readonly<Record<string, unknown>> {
  const vocabulary = new ZodVocabulary();
  const built = z.toJSONSchema(vocabulary.mapping(KIND_MAPPINGS[kind]), {
    target: 'draft-7',
    io: 'input',
    metadata: vocabulary.notes,
  });
  return (built['definitions'] ?? {}) as Record<string, unknown>;
}

const reference = (kind: BookKind) => ({ $ref: `#/definitions/${KIND_MAPPINGS[kind]}` });

/**
 * The JSON Schema of one kind of file, or of all kinds told apart by `kind:`. An editor checks shapes, closed sets and
 * units with it and completes exactly the keys that can stand; names and types need `sopwith lint`.
 */
export function buildJsonSchema(kind: BookKind | null = null): JsonSchema {
  if (kind !== null) return { $schema: DRAFT, allOf: [reference(kind)], definitions: definitionsOf(kind) };
  const definitions = BOOK_KINDS.flatMap((one) => Object.entries(definitionsOf(one)));
  return {
    $schema: DRAFT,
    type: 'object',
    required: ['apiVersion', 'kind'],
    properties: {
      apiVersion: { const: 'playbook/v1', description: 'Version of the language.' },
      kind: { enum: BOOK_KINDS, description: 'What the file holds.' },
    },
    allOf: BOOK_KINDS.map((one) => ({
      if: { properties: { kind: { const: one } }, required: ['kind'] },
      then: reference(one),
    })),
    definitions: Object.fromEntries(definitions.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
