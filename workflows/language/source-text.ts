import type { Span } from '../model/diagnostic.js';

/** Places in a text, in UTF-16 code units; `end` is exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * A file's text with line and column look-up. Lines end with LF or CRLF. Columns count UTF-16 code units, as editors do:
 * a Chinese character is one, a tab is one, an emoji is two; a byte order mark is none.
 */
export class SourceText {
  private readonly starts: number[] = [0];

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  get lines(): number {
    return this.starts.length;
  }

  private locate(offset: number): { line: number; column: number } {
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    // A byte order mark is no character of the first line: editors neither show nor count it.
    const before = low === 0 && this.text.startsWith('\ufeff') ? 1 : 0;
    return { line: low + 1, column: Math.max(0, at - (this.starts[low] ?? 0) - before) + 1 };
  }

  /** The code unit at a line and column, both from 1; beyond the text's end it is the end. */
  offset(line: number, column: number): number {
    const before = line === 1 && this.text.startsWith('\ufeff') ? 1 : 0;
    return Math.min(this.text.length, this.lineStart(line) + before + column - 1);
  }

  /** The place as lines and columns; at least one character wide. */
  span(place: Place): Span {
    const from = this.locate(place.start);
    const to = this.locate(Math.max(place.start, place.end));
    const wide = to.line > from.line || to.column > from.column;
    return { line: from.line, column: from.column, endLine: to.line, endColumn: wide ? to.column : from.column + 1 };
  }

  /** Where a line begins (1-based). */
  lineStart(line: number): number {
    return this.starts[line - 1] ?? this.text.length;
  }

  /** From a place to the end of what is written on its line. */
  restOfLine(at: number): Place {
    const start = at === 0 && this.text.startsWith('\ufeff') ? 1 : at;
    const newline = this.text.indexOf('\n', start);
    const line = this.text.slice(start, newline < 0 ? undefined : newline);
    return { start, end: start + Math.max(1, line.trimEnd().length) };
  }
}
