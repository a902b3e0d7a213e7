import { mappingOf, within } from '../vocabulary/mapping-at.js';
import { keysOf } from '../vocabulary/mappings.js';
import type { Shape } from '../vocabulary/shape.js';
import type { Block, Entry } from './layout.js';

/** The key of an entry as the language reads it. */
function nameOf(entry: Entry): string {
  return String(entry.key?.value);
}

/** Puts the keys of every mapping of the language into their order; keys it does not know stay behind in theirs. */
export function orderLayout(block: Block, shape: Shape): void {
  const mapping = block.isList ? null : mappingOf(shape);
  if (mapping) {
    const order = keysOf(mapping);
    const place = (entry: Entry): number => {
      const at = order.indexOf(nameOf(entry));
      return at < 0 ? order.length : at;
    };
    const sorted = block.entries.map((entry) => ({ entry, at: place(entry) })).sort((a, b) => a.at - b.at);
    block.entries.splice(0, block.entries.length, ...sorted.map(({ entry }) => entry));
  }
  block.entries.forEach((entry, index) => {
    const inner = entry.inner && within(shape, block.isList ? index : nameOf(entry));
    if (entry.inner && inner) orderLayout(entry.inner, inner);
  });
}
