import type { Span } from '../../model/diagnostic.js';
import { lintResult } from '../lint-book.js';
import type { LintOutput } from './lint-output.js';

/** A diagnostic as scripts read it: places are 1-based, ends are exclusive. */
export interface JsonDiagnostic extends Span {
  readonly file: string;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly suggestion?: string;
  readonly fix?: Span & { readonly text: string };
}

export interface JsonReport {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly diagnostics: readonly JsonDiagnostic[];
}

/** The one JSON document of `lint --json`. */
export function jsonReport({ files, diagnostics }: LintOutput): JsonReport {
  const { errors, warnings } = lintResult(files.length, diagnostics);
  return {
    files: files.length,
    errors,
    warnings,
    diagnostics: diagnostics.map(({ file, span, severity, code, message, suggestion, fix }) => ({
      ...{ file, ...span, severity, code, message },
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(fix === undefined ? {} : { fix: { ...fix.span, text: fix.text } }),
    })),
  };
}
