import { commentsOf } from '../comments-of.js';

/** A `#` comment of a YAML text with what stands around it. */
export interface PlacedComment {
  readonly start: number;
  /** From the `#` to the end of its line, without trailing space. */
  readonly text: string;
  /** Nothing but space stands before it on its line. */
  readonly ownLine: boolean;
  /** The line above it is empty. */
  readonly blank: boolean;
}

/** Whether the line above the one that holds `at` is empty; false when something stands before `at` on its own line. */
export function blankAbove(text: string, at: number): boolean {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  if (lineStart < 2 || text.slice(lineStart, at).trim() !== '') return false;
  const aboveStart = text.lastIndexOf('\n', lineStart - 2) + 1;
  return text.slice(aboveStart, lineStart - 1).trim() === '';
}

/** Every comment of a well-formed YAML text with LF line ends, in order. */
export function placedComments(path: string, text: string): readonly PlacedComment[] {
  return commentsOf(path, text).map(({ start, end }) => {
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const ownLine = text.slice(lineStart, start).trim() === '';
    return { start, text: text.slice(start, end).trimEnd(), ownLine, blank: blankAbove(text, start) };
  });
}
