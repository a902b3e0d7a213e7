import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { saysOf, type Advice } from '../model/diagnostic.js';
import { didYouMean } from '../model/did-you-mean.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';
import type { Located } from '../model/playbook.js';
import type { Diagnostics } from './diagnostics.js';
import { fullWidthMark } from './full-width.js';
import type { Place, SourceText } from './source-text.js';

/** Where mistakes of one file go. */
export interface Reader {
  readonly source: SourceText;
  readonly diagnostics: Diagnostics;
}

/** A value in a file: its YAML node, and the place of its key (of itself for a list's item). */
export interface Value {
  readonly reader: Reader;
  readonly node: Node | null;
  readonly anchor: Place;
  /** What messages call it: the key. */
  readonly name: string;
}

/** The place of a value, cut to its first line for blocks. */
export function placeOf(value: Value): Place {
  const range = value.node?.range;
  if (!range || range[1] <= range[0]) return value.anchor;
  const { text } = value.reader.source;
  const newline = text.indexOf('\n', range[0]);
  let end = newline >= 0 && newline < range[1] ? newline : range[1];
  // Only the spaces that YAML drops as well: one of another kind is part of the value, and may be the mistake.
  while (end > range[0] && ' \t\r'.includes(text[end - 1] ?? '.')) end -= 1;
  return { start: range[0], end: Math.max(range[0] + 1, end) };
}

/** Whether the place of a value is all of it: a block or a text of several lines is shown by its first line only. */
function isWhole(value: Value, place: Place): boolean {
  const range = value.node?.range;
  return (
    range !== undefined &&
    range !== null &&
    place.start === range[0] &&
    value.reader.source.text.slice(place.end, range[1]).trim() === ''
  );
}

/** Reports at the value's place. A repair without a place of its own replaces the whole value. */
export function report(value: Value, code: DiagnosticCode, message: string, advice?: string | Advice): null {
  const place = placeOf(value);
  const safe = typeof advice !== 'object' || advice.at !== undefined || isWhole(value, place) ? advice : saysOf(advice);
  return reportAt(value, place, code, message, safe);
}

export function reportAt(value: Value, at: Place, code: DiagnosticCode, message: string, advice?: string | Advice): null {
  value.reader.diagnostics.add(value.reader.source, at, code, message, advice);
  return null;
}

export function located<T>(value: Value, content: T): Located<T> {
  return { value: content, span: value.reader.source.span(placeOf(value)) };
}

/** What stands there, in an author's words. */
export function kindOf(value: Value): string {
  const { node } = value;
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node) || node.value === null) return 'nothing';
  if (typeof node.value === 'string')
    return `the text "${node.value.length > 40 ? `${node.value.slice(0, 40)}...` : node.value}"`;
  return `${typeof node.value === 'number' ? 'the number' : 'the word'} ${String(node.source ?? node.value)}`;
}

export function isMapping(value: Value): boolean {
  return isMap(value.node);
}

export function isList(value: Value): boolean {
  return isSeq(value.node);
}

/** The scalar's value; undefined = not a plain value. */
export function plain(value: Value): string | number | boolean | null | undefined {
  if (value.node === null) return null;
  if (!isScalar(value.node)) return undefined;
  const content = value.node.value;
  return typeof content === 'string' || typeof content === 'number' || typeof content === 'boolean' || content === null
    ? content
    : undefined;
}

export function scalarNode(value: Value): Scalar | null {
  return isScalar(value.node) ? value.node : null;
}

/** More entries than any list of an SOP has: what is done with them can grow with their square. */
const MOST_ENTRIES = 500;

/** The items of a list, or null after a report. @param most entries beyond this are reported and left out. */
export function listOf(value: Value, what: string, most: number = MOST_ENTRIES): readonly Value[] | null {
  if (!isSeq(value.node))
    return report(value, 'wrong-shape', `${value.name} must be a list of ${what}, this is ${kindOf(value)}`);
  const { items } = value.node as YAMLSeq<Node | null>;
  const entries = items.slice(0, most).map((node) => ({
    reader: value.reader,
    node,
    name: value.name,
    anchor: node?.range ? { start: node.range[0], end: Math.max(node.range[0] + 1, node.range[1]) } : value.anchor,
  }));
  const [start = value.anchor.start] = items[most]?.range ?? [];
  if (items.length > most)
    reportAt(value, { start, end: start + 1 }, 'yaml-limit', `${value.name} has more than ${most} entries`, 'leave some out');
  return entries;
}

/** A mapping whose keys were checked: unknown ones are reported, the rest can be asked for. */
export class Fields {
  /** @param refused unknown keys that were reported and resemble no known one. */
  constructor(
    readonly value: Value,
    private readonly entries: ReadonlyMap<string, Value>,
    private refused = 0,
  ) {}

  /**
   * True once for each key that was refused: a missing key beside it is most likely what it was meant to be, and that
   * mistake has its message.
   */
  excuse(): boolean {
    if (this.refused === 0) return false;
    this.refused -= 1;
    return true;
  }

  /** One of its keys was reported as unknown by somebody else. */
  refuse(): void {
    this.refused += 1;
  }

  get(key: string): Value | null {
    return this.entries.get(key) ?? null;
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** Keys in the order they are written. */
  keys(): readonly string[] {
    return [...this.entries.keys()];
  }

  /** The value, or null after a report (at the mapping's key, unless a refused key stands for it). */
  need(key: string, example: string): Value | null {
    const found = this.entries.get(key);
    if (found) return found;
    if (this.excuse()) return null;
    const of = this.value.name === '' ? 'the file' : this.value.name;
    const { reader, anchor } = this.value;
    reader.diagnostics.missing(reader.source, anchor, of, key, example);
    return null;
  }
}

/** Advice on a full-width mark in a text of one line. */
function halfWidth(value: Value, wide: NonNullable<ReturnType<typeof fullWidthMark>>): string | Advice {
  const says = `"${wide.mark}" is full-width: write ${wide.write} instead`;
  const start = value.node?.range?.[0];
  const isPlain = isScalar(value.node) && value.node.type === 'PLAIN' && typeof value.node.value === 'string';
  if (start === undefined || !isPlain) return says;
  const at = { start: start + wide.place.start, end: start + wide.place.end };
  return value.reader.source.text.slice(at.start, at.end) === wide.mark ? { says, write: wide.half, at } : says;
}

export interface KnownKeys {
  readonly known: readonly string[];
  /** Other keys are allowed, whatever they are. */
  readonly open?: boolean;
  /** What to write instead of a key that resembles no known one. */
  readonly instead?: string;
}

/**
 * The fields of a mapping, or null after a report. Unknown keys are reported; one that is plainly a mistyped known key is
 * read as that key, so that nothing else goes wrong because of it, and others are left out.
 */
export function fieldsOf(value: Value, keys: KnownKeys): Fields | null {
  if (!isMap(value.node)) {
    const first = keys.known.slice(0, 4).join(', ');
    const text = isScalar(value.node) && typeof value.node.value === 'string' ? value.node.value : '';
    const wide = fullWidthMark(text, 0);
    return report(
      value,
      'wrong-shape',
      `${value.name || 'the file'} must be a mapping, this is ${kindOf(value)}`,
      wide ? halfWidth(value, wide) : first ? `it has keys such as ${first}` : undefined,
    );
  }
  const entries = new Map<string, Value>();
  let refused = 0;
  for (const pair of (value.node as YAMLMap<Scalar, Node | null>).items) {
    const key = String(pair.key.value);
    const [start, end] = pair.key.range ?? [value.anchor.start, value.anchor.end];
    const anchor = { start, end: Math.max(end, start + 1) };
    const entry: Value = { reader: value.reader, node: pair.value, anchor, name: key };
    if (keys.known.includes(key) || keys.open) entries.set(key, entry);
    else if (pair.value === null && /[\s)]/.test(key) && (value.node as YAMLMap).flow === true) {
      // Several words, or a parenthesis, without a value are the rest of a text, not a key.
      const message = `the text before this ends at the comma, and "${key}" is read as a key`;
      reportAt(value, anchor, 'unknown-key', message, 'put the whole text in quotes');
    } else {
      const where = value.name === '' ? 'here' : `in ${value.name}`;
      const near = didYouMean(key, keys.known) ?? keys.instead;
      // Renaming it to a key that is there already would only make another mistake.
      const meant = typeof near === 'object' && !(value.node as YAMLMap).has(near.write) ? near.write : null;
      if (meant === null) refused += 1;
      else if (!entries.has(meant)) entries.set(meant, { ...entry, name: meant });
      reportAt(value, anchor, 'unknown-key', `${where} the key "${key}" is not known`, meant === null ? saysOf(near) : near);
    }
  }
  return new Fields(value, entries, refused);
}
