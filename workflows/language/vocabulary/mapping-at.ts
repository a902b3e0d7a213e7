import type { BookKind } from './book-kind.js';
import type { MappingName } from './mapping-name.js';
import { KIND_MAPPINGS, MAPPINGS, definitionOf } from './mappings.js';
import type { KeyDefinition, Shape } from './shape.js';

/** A place in a file: keys and positions in lists, from the root down. */
export type YamlPath = readonly (string | number)[];

/** `steps[2].task` -> `['steps', 2, 'task']`. */
export function readYamlPath(text: string): YamlPath {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) => (index === undefined ? (key ?? '') : Number(index)));
}

/** The mapping a value of this shape is, if it is one. */
export function mappingOf(shape: Shape): MappingName | null {
  if (shape.is === 'mapping') return shape.mapping;
  if (shape.is === 'localized_text') return 'localized_text';
  if (shape.is !== 'either') return null;
  for (const one of shape.of) {
    const found = mappingOf(one);
    if (found) return found;
  }
  return null;
}

/** What stands behind a key, or at a position of a list, of a value of this shape; null = nothing can. */
export function within(shape: Shape, part: string | number): Shape | null {
  if (shape.is === 'either') {
    for (const one of shape.of) {
      const found = within(one, part);
      if (found) return found;
    }
    return null;
  }
  if (shape.is === 'list') return typeof part === 'number' ? shape.of : null;
  if (typeof part === 'number') return null;
  if (shape.is === 'entries') return shape.of;
  const name = mappingOf(shape);
  return name && (definitionOf(name, part)?.shape ?? MAPPINGS[name].others?.of ?? null);
}

/** What can stand at a place of a file of this kind, or null where the language has nothing. */
export function shapeAt(kind: BookKind, path: YamlPath): Shape | null {
  let shape: Shape | null = { is: 'mapping', mapping: KIND_MAPPINGS[kind] };
  for (const part of path) shape = shape && within(shape, part);
  return shape;
}

/** The mapping that stands at a place, or null where none can stand: its keys are what can be completed there. */
export function mappingAt(kind: BookKind, path: YamlPath | string): MappingName | null {
  const shape = shapeAt(kind, typeof path === 'string' ? readYamlPath(path) : path);
  return shape && mappingOf(shape);
}

/** The definition of the key at the end of a path, or null: what hovering over the key shows. */
export function definitionAt(kind: BookKind, path: YamlPath | string): KeyDefinition | null {
  const parts = typeof path === 'string' ? readYamlPath(path) : path;
  const key = parts.at(-1);
  const mapping = mappingAt(kind, parts.slice(0, -1));
  return typeof key === 'string' && mapping ? definitionOf(mapping, key) : null;
}
