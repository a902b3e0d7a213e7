import { isCollection, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { blankAbove, type PlacedComment } from './placed-comments.js';

/** A key with its value, or an item of a list, with everything said about it. */
export interface Entry {
  /** Null = an item of a list. */
  readonly key: Scalar | null;
  /** Null = nothing is written. */
  readonly value: Node | null;
  /** Where the key or the dash stands. */
  readonly start: number;
  /** The line above it is empty. */
  readonly blank: boolean;
  /** The entries of a mapping or list. */
  readonly inner: Block | null;
  /** Comments on lines of their own above it. */
  readonly leading: PlacedComment[];
  /** Comments behind it. */
  readonly inline: PlacedComment[];
}

/** The entries of a mapping or of a list. */
export interface Block {
  readonly isList: boolean;
  /** Written with brackets. */
  readonly flow: boolean;
  /** Where its entries begin on their lines. */
  readonly column: number;
  readonly entries: Entry[];
  /** Comments after the last entry. */
  readonly trailing: PlacedComment[];
}

type Item = { readonly key: Scalar | null; readonly value: Node | null; readonly start: number };

function itemsOf(node: YAMLMap | YAMLSeq): readonly Item[] {
  if (isMap(node)) {
    return (node.items as Pair<Scalar, Node | null>[]).map(({ key, value }) => ({ key, value, start: key.range?.[0] ?? 0 }));
  }
  const token = node.srcToken?.type === 'block-seq' ? node.srcToken : null;
  return (node.items as (Node | null)[]).map((value, index) => {
    const dash = token?.items[index]?.start.find(({ type }) => type === 'seq-item-ind');
    return { key: null, value, start: dash?.offset ?? value?.range?.[0] ?? 0 };
  });
}

/** The entries of a collection, comments not yet given to them. */
export function layoutOf(node: YAMLMap | YAMLSeq, text: string): Block {
  const entries = itemsOf(node).map(({ key, value, start }) => ({
    key,
    value: value && isScalar(value) && value.value === null && value.source === '' ? null : value,
    start,
    blank: blankAbove(text, start),
    inner: value && (isMap(value) || isSeq(value)) ? layoutOf(value, text) : null,
    leading: [],
    inline: [],
  }));
  const first = entries[0]?.start ?? node.range?.[0] ?? 0;
  return {
    isList: isSeq(node),
    flow: node.flow === true,
    column: first - (text.lastIndexOf('\n', first - 1) + 1),
    entries,
    trailing: [],
  };
}

function lastBefore(block: Block, at: number): Entry | null {
  return block.entries.findLast(({ start }) => start < at) ?? null;
}

function within(entry: Entry, at: number): boolean {
  const range = isCollection(entry.value) ? entry.value.range : null;
  return range ? range[0] < at && at < range[1] : false;
}

/** Whether a place lies before the end of a block's last entry that can hold it. */
function reaches(block: Block, at: number): boolean {
  return block.entries.some(
    (entry) => entry.start > at || (entry.inner !== null && (entry.inner.flow ? within(entry, at) : reaches(entry.inner, at))),
  );
}

/** A comment behind something belongs to the innermost entry that stands before it on its line. */
function attachInline(block: Block, comment: PlacedComment): void {
  const entry = lastBefore(block, comment.start);
  const inner = entry?.inner;
  const deeper = inner && (inner.entries[0]?.start ?? Infinity) < comment.start && (!inner.flow || within(entry, comment.start));
  if (deeper) attachInline(inner, comment);
  else (entry?.inline ?? block.trailing).push(comment);
}

/** A comment on a line of its own belongs to what follows it, unless it is indented like what went before. */
function attachOwnLine(block: Block, comment: PlacedComment, column: number): void {
  const next = block.entries.find(({ start }) => start > comment.start);
  const previous = lastBefore(block, comment.start);
  const inner = previous?.inner;
  if (previous && inner) {
    const open = inner.flow
      ? within(previous, comment.start)
      : reaches(inner, comment.start) || (column > block.column && column >= inner.column);
    if (open) {
      attachOwnLine(inner, comment, column);
      return;
    }
  }
  (next?.leading ?? block.trailing).push(comment);
}

/** Gives every comment to the entry it is about; those above the first entry of the file are returned. */
export function attachComments(root: Block, comments: readonly PlacedComment[], text: string): readonly PlacedComment[] {
  const first = root.entries[0]?.start ?? Infinity;
  const head: PlacedComment[] = [];
  for (const comment of comments) {
    if (comment.start < first) head.push(comment);
    else if (!comment.ownLine) attachInline(root, comment);
    else attachOwnLine(root, comment, comment.start - (text.lastIndexOf('\n', comment.start - 1) + 1));
  }
  return head;
}
