import type { Scalar } from 'yaml';

/** How one code unit of a scalar's text is written in the file. */
export interface WrittenUnit {
  /** Where the character itself stands, behind the backslash or quote that escapes it. */
  readonly at: number;
  /** Where what is written for it begins. */
  readonly from: number;
  /** Where that ends. */
  readonly to: number;
}

/** Escapes in double quotes that are followed by this many hexadecimal digits. */
const HEX: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const LINE_END = /\r?\n/y;
const BLANKS = /[ \t]*/y;

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** Walks through a scalar's text and its source side by side, in one of the five ways YAML has to write it. */
class Walk {
  readonly units: WrittenUnit[] = [];
  private index = 0;

  constructor(
    private readonly text: string,
    private readonly value: string,
    private at: number,
    private readonly end: number,
  ) {}

  get done(): boolean {
    return this.index >= this.value.length;
  }

  private push(at: number, from: number, to: number): void {
    this.units.push({ at, from, to });
    this.index += 1;
  }

  /** Line ends that are folded: one is a space, each further one a line end. Null = there is none here. */
  private fold(indent: number | null): boolean | null {
    // Spaces before the line end are not part of a flow scalar; in a block they are.
    const start = this.at + (indent === null ? lengthOf(BLANKS, this.text, this.at) : 0);
    let at = start;
    const ends: number[] = [];
    for (let length = lengthOf(LINE_END, this.text, at); length > 0; length = lengthOf(LINE_END, this.text, at)) {
      ends.push(at);
      at += length;
      const blanks = lengthOf(BLANKS, this.text, at);
      // A line of blanks alone is empty, however many there are.
      const isEmpty = lengthOf(LINE_END, this.text, at + blanks) > 0;
      at += indent === null || isEmpty ? blanks : Math.min(indent, blanks);
    }
    const [first] = ends;
    if (first === undefined) return null;
    if (this.value[this.index] === ' ') this.push(first, first, at);
    else {
      let line = 0;
      // Of several line ends the first one is folded away, unless a line beside it is indented further.
      const run = /^\n*/.exec(this.value.slice(this.index))?.[0].length ?? 0;
      if (run === 0) return false;
      for (const skipped = Math.max(0, ends.length - run); line < run; line += 1) {
        const place = ends[Math.min(line + skipped, ends.length - 1)] ?? first;
        this.push(place, place, line === run - 1 ? at : place + 1);
      }
    }
    this.at = at;
    return true;
  }

  /** A character that stands for itself. */
  private plain(): boolean {
    if (this.at >= this.end || this.text[this.at] !== this.value[this.index]) return false;
    this.push(this.at, this.at, this.at + 1);
    this.at += 1;
    return true;
  }

  private escape(): boolean {
    const from = this.at;
    const kind = this.text[from + 1] ?? '';
    const lineEnd = lengthOf(LINE_END, this.text, from + 1);
    if (lineEnd > 0) {
      // The line goes on in the next one.
      this.at = from + 1 + lineEnd;
      this.at += lengthOf(BLANKS, this.text, this.at);
      return true;
    }
    const digits = HEX[kind];
    if (digits === undefined) {
      this.push(from + 1, from, from + 2);
      this.at = from + 2;
      return true;
    }
    const to = from + 2 + digits;
    const isPair = (this.value.codePointAt(this.index) ?? 0) > 0xffff && kind === 'U';
    this.push(from, from, to);
    if (isPair) this.push(from, from, to);
    this.at = to;
    return true;
  }

  flow(type: Scalar['type']): boolean {
    while (!this.done) {
      const character = this.text[this.at];
      if (type === 'QUOTE_DOUBLE' && character === '\\') {
        if (!this.escape()) return false;
        continue;
      }
      if (type === 'QUOTE_SINGLE' && character === "'" && this.text[this.at + 1] === "'") {
        this.push(this.at + 1, this.at, this.at + 2);
        this.at += 2;
        continue;
      }
      if (character === ' ' || character === '\t' || character === '\r' || character === '\n') {
        const folded = this.fold(null);
        if (folded === false) return false;
        if (folded) continue;
      }
      if (!this.plain()) return false;
    }
    return true;
  }

  block(type: Scalar['type'], indent: number): boolean {
    const skipIndent = (): void => {
      this.at += Math.min(indent, lengthOf(BLANKS, this.text, this.at));
    };
    skipIndent();
    // Empty lines before the first one are line ends in both styles.
    for (let first = true; !this.done;) {
      const length = lengthOf(LINE_END, this.text, this.at);
      if (length > 0 && type === 'BLOCK_FOLDED' && !first) {
        if (this.fold(indent) !== true) return false;
      } else if (length > 0) {
        if (this.value[this.index] !== '\n') return false;
        this.push(this.at, this.at, this.at + length);
        this.at += length;
        skipIndent();
      } else {
        if (!this.plain()) return false;
        first = false;
      }
    }
    return true;
  }
}

function leadingSpaces(line: string | undefined): number {
  return /^ */.exec(line ?? '')?.[0].length ?? 0;
}

/** How far a block scalar's lines are indented: what the source has more than the text. */
function blockIndent(body: string, value: string): number {
  const isText = (line: string): boolean => line.trim() !== '';
  return leadingSpaces(body.split('\n').find(isText)) - leadingSpaces(value.split('\n').find(isText));
}

/**
 * Where each code unit of a scalar's text stands in the file. Quotes, escapes, folded lines and indentation make the two
 * differ; null when they cannot be brought together.
 */
export function writtenScalar(node: Scalar, text: string): readonly WrittenUnit[] | null {
  const { range, type, value } = node;
  if (!range || typeof value !== 'string') return null;
  const [start, end] = range;
  if (type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL') {
    const lineEnd = text.indexOf('\n', start);
    if (lineEnd < 0) return null;
    const walk = new Walk(text, value, lineEnd + 1, end);
    return walk.block(type, blockIndent(text.slice(lineEnd + 1, end), value)) ? walk.units : null;
  }
  const quoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
  const walk = new Walk(text, value, quoted ? start + 1 : start, end);
  return walk.flow(type) ? walk.units : null;
}
