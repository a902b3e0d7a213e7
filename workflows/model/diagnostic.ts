export type Severity = 'error' | 'warning';

/**
 * 1-based; columns in characters as editors count them: UTF-16 code units of the line, so a Chinese character or a tab is
 * one and an emoji two; a byte order mark at the file's start is none. `end` is exclusive.
 */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The one obvious repair of a mistake: the span is replaced by the text. An empty span (its end is its begin) inserts. */
export interface Fix {
  readonly span: Span;
  readonly text: string;
}

/** What to write instead, with the text that a program can write in the author's place. Only where there is one right answer. */
export interface Advice {
  /** As people read it, e.g. `write 50% instead of 50`. */
  readonly says: string;
  /** What replaces the place, e.g. `50%`. */
  readonly write: string;
  /** In code units of the text that is read; default: the place of the mistake. */
  readonly at?: { readonly start: number; readonly end: number };
}

/** An author's mistake: returned, never thrown. */
export interface Diagnostic {
  readonly file: string;
  readonly span: Span;
  readonly severity: Severity;
  /** Stable code from a closed set, e.g. `unknown-key`. */
  readonly code: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to write instead. */
  readonly suggestion?: string;
  /** Present when the mistake has one obvious repair. */
  readonly fix?: Fix;
}

/** An advice in words alone. */
export function saysOf(advice: string | Advice | undefined): string | undefined {
  return typeof advice === 'object' ? advice.says : advice;
}
