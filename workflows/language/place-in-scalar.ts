import type { Scalar } from 'yaml';
import { saysOf, type Advice } from '../model/diagnostic.js';
import type { Place } from './source-text.js';
import { placeOf, plain, scalarNode, type Value } from './value.js';
import { writtenScalar, type WrittenUnit } from './written-scalar.js';

const walked = new WeakMap<Scalar, readonly WrittenUnit[] | null>();

/** Where each code unit of a scalar's text stands; worked out once, for a long condition can have many mistakes. */
function walk(value: Value): readonly WrittenUnit[] | null {
  const node = scalarNode(value);
  if (!node) return null;
  const known = walked.get(node);
  if (known !== undefined) return known;
  const units = writtenScalar(node, value.reader.source.text);
  walked.set(node, units);
  return units;
}

/** Where a piece of a scalar's text stands in the file; the whole scalar when that cannot be told. */
export function placeInScalar(value: Value, start: number, end: number): Place {
  const written = walk(value);
  const first = written?.[Math.min(start, written.length - 1)];
  if (!written || !first) return placeOf(value);
  const last = written[Math.min(Math.max(end - 1, start), written.length - 1)] ?? first;
  return { start: first.at, end: Math.max(first.to, last.to) };
}

/** A text as it is written inside the scalar that is there, or null when it would end the scalar or change its meaning. */
function asWrittenIn(value: Value, text: string, at: Place): string | null {
  const node = scalarNode(value);
  if (!node?.range || /[\n\r]/.test(text)) return null;
  switch (node.type) {
    case 'QUOTE_DOUBLE':
      return text.replace(/[\\"]/g, '\\$&');
    case 'QUOTE_SINGLE':
      return text.replaceAll("'", "''");
    case 'BLOCK_FOLDED':
    case 'BLOCK_LITERAL':
      return text;
    default: {
      const source = value.reader.source.text;
      const before = source.slice(source.lastIndexOf('\n', node.range[0] - 1) + 1, node.range[0]);
      // Inside brackets a comma or a bracket would end the value.
      if (/[,[\]{}]/.test(text) && !/^[ \t]*(?:- +)*(?:\w+: +)?$/.test(before)) return null;
      if (/[:#]/.test(text)) return null;
      return at.start === node.range[0] && /^[^A-Za-z0-9_(]/.test(text) ? null : text;
    }
  }
}

/**
 * An advice about a piece of a scalar's text as an advice about the file: the repair is moved to its place and escaped
 * as the quotes there want it. Words alone remain when the repair cannot be written there.
 * @param at the piece of the text that is wrong; an advice with a place of its own has it within the same text.
 */
export function adviceInScalar(
  value: Value,
  advice: string | Advice | undefined,
  at: { readonly start: number; readonly end: number },
): string | Advice | undefined {
  if (typeof advice !== 'object') return advice;
  const { start, end } = advice.at ?? at;
  const written = walk(value);
  const last = written?.at(-1);
  if (!written || !last || start < 0 || end < start || end > written.length) return advice.says;
  // What stands behind the text's end can only be an insertion.
  const from = written[start]?.from ?? last.to;
  const place = { start: from, end: end > start ? (written[end - 1] ?? last).to : from };
  if (value.reader.source.text.slice(place.start, place.end).includes('\n')) return advice.says;
  const write = asWrittenIn(value, advice.write, place);
  return write === null ? advice.says : { says: advice.says, write, at: place };
}

/** An advice about one word of a scalar's text, e.g. the `mondy` of `weekly on mondy at 08:00`. */
export function adviceForWord(value: Value, word: string, advice: string | Advice | undefined): string | Advice | undefined {
  const text = plain(value);
  const start = typeof text === 'string' && word !== '' ? text.indexOf(word) : -1;
  // Twice the same word: it is not clear which one is meant.
  if (typeof text !== 'string' || start < 0 || text.indexOf(word, start + 1) >= 0) return saysOf(advice);
  return adviceInScalar(value, advice, { start, end: start + word.length });
}
