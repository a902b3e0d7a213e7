import { isScalar, type Scalar } from 'yaml';
import { displayWidth } from '../../model/display-width.js';
import type { Block, Entry } from './layout.js';
import type { PlacedComment } from './placed-comments.js';
import { blockScalar, foldedLines, scalarText } from './scalar-text.js';

/** Longest line that a mapping or list in brackets may make; beyond it every entry gets a line. */
const LINE_WIDTH = 130;

/** A printed entry: comments for the lines above it, and its own lines. */
interface Printed {
  readonly above: readonly PlacedComment[];
  readonly lines: readonly string[];
}

function holdsComments({ entries, trailing }: Block): boolean {
  return (
    trailing.length > 0 ||
    entries.some(({ leading, inline, inner }) => leading.length + inline.length > 0 || (inner !== null && holdsComments(inner)))
  );
}

/** Prints entries in the order they are in. One printer for one text. */
export class LayoutPrinter {
  constructor(private readonly text: string) {}

  /** The lines of a file: what stands above its first entry, and its entries. */
  file(root: Block, head: readonly PlacedComment[]): readonly string[] {
    const { above, lines } = this.block(root, 0);
    const comments = [...head, ...above.map((comment, index) => (index === 0 ? { ...comment, blank: true } : comment))];
    const gap = comments.length > 0 && root.entries[0]?.blank === true ? [''] : [];
    return [...comments.flatMap(({ text, blank }, index) => (blank && index > 0 ? ['', text] : [text])), ...gap, ...lines];
  }

  /** Entries each on lines of their own; `above` is what stands above the first of them. */
  private block(block: Block, indent: number): Printed {
    const pad = ' '.repeat(indent);
    const lines: string[] = [];
    const push = (blank: boolean, added: readonly string[]): void => {
      if (blank && lines.length > 0) lines.push('');
      lines.push(...added);
    };
    let first: readonly PlacedComment[] = [];
    block.entries.forEach((entry, index) => {
      const printed = this.entry(entry, block, indent);
      if (index === 0) first = printed.above;
      else for (const { text, blank } of printed.above) push(blank, [pad + text]);
      push(entry.blank && !this.blankMoved(entry, printed), printed.lines);
    });
    for (const { text, blank } of block.trailing) push(blank, [pad + text]);
    return { above: first, lines };
  }

  /** The empty line above an entry stands above the comments that were moved there. */
  private blankMoved(entry: Entry, { above }: Printed): boolean {
    return above.length > entry.leading.length;
  }

  private moved(entry: Entry, comments: readonly PlacedComment[]): readonly PlacedComment[] {
    const below = comments.map((comment, index) => ({ ...comment, blank: index === 0 && entry.blank }));
    return [...entry.leading, ...below];
  }

  private entry(entry: Entry, block: Block, indent: number): Printed {
    const pad = ' '.repeat(indent);
    const { key, value, inner } = entry;
    const prefix = key ? `${pad}${scalarText(key, this.sourceOf(key), 'block')}:` : `${pad}-`;
    const [remark, ...more] = entry.inline;
    const behind = remark ? ` ${remark.text}` : '';
    const above = this.moved(entry, more);
    if (inner) {
      const flow = this.flow(inner);
      if (flow !== null && (displayWidth(`${prefix} ${flow}`) <= LINE_WIDTH || inner.entries.length === 0))
        return { above, lines: [`${prefix} ${flow}${behind}`] };
      if (inner.entries.length === 0) {
        const empty = inner.isList ? '[]' : '{}';
        return { above: this.moved(entry, [...more, ...inner.trailing]), lines: [`${prefix} ${empty}${behind}`] };
      }
      const printed = this.block(inner, indent + 2);
      if (key) {
        const comments = printed.above.map(({ text }) => `${pad}  ${text}`);
        return { above, lines: [`${prefix}${behind}`, ...comments, ...printed.lines] };
      }
      const [first = '', ...rest] = printed.lines;
      const lines = [`${prefix} ${first.slice(indent + 2)}`, ...rest];
      return { above: this.moved(entry, [...entry.inline, ...printed.above]), lines };
    }
    if (!isScalar(value)) return { above, lines: [`${prefix}${behind}`] };
    if (value.type === 'BLOCK_LITERAL' || value.type === 'BLOCK_FOLDED') {
      const token = value.srcToken?.type === 'block-scalar' ? value.srcToken : null;
      const header = token?.props.find(({ type }) => type === 'block-scalar-header');
      const written = header && 'source' in header ? header.source : '|';
      const { header: mark, lines } = blockScalar(written, token?.source ?? '', block.column, indent + 2);
      return { above, lines: [`${prefix} ${mark}${behind}`, ...lines] };
    }
    const source = this.sourceOf(value);
    const text = scalarText(value, source, 'block');
    const long = source.includes('\n') && displayWidth(`${prefix} ${text}`) > LINE_WIDTH && typeof value.value === 'string';
    const folded = long ? foldedLines(String(value.value), indent + 2) : null;
    return { above, lines: folded ? [`${prefix} >-${behind}`, ...folded] : [`${prefix} ${text}${behind}`] };
  }

  private sourceOf(scalar: Scalar): string {
    const [start = 0, end = 0] = scalar.range ?? [];
    return this.text.slice(start, end);
  }

  /** A collection in brackets on one line; null = it was not written so, or it cannot be. */
  private flow(block: Block): string | null {
    if (!block.flow || holdsComments(block)) return null;
    const parts: string[] = [];
    for (const { key, value, inner } of block.entries) {
      const text = inner ? this.flow(inner) : isScalar(value) ? scalarText(value, this.sourceOf(value), 'flow') : null;
      if (text === null) return null;
      parts.push(key ? `${scalarText(key, this.sourceOf(key), 'flow')}: ${text}` : text);
    }
    if (block.isList) return `[${parts.join(', ')}]`;
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
  }
}
