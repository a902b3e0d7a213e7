export type Severity = 'error' | 'warning';

/** 1-based; columns in characters (UTF-16 code units of the line). `end` is exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
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
}
