import { SourceText } from '../language/source-text.js';
import type { Diagnostic, Fix } from '../model/diagnostic.js';

export interface Repaired {
  readonly text: string;
  /** The diagnostics whose repair was made; the others overlap one of these and have to wait. */
  readonly applied: readonly Diagnostic[];
}

function placeOf(source: SourceText, { span }: Fix): { start: number; end: number } {
  return { start: source.offset(span.line, span.column), end: source.offset(span.endLine, span.endColumn) };
}

/** Makes all repairs of one file that do not overlap, the first one first. Everything else stays byte for byte. */
export function applyFixes(path: string, text: string, diagnostics: readonly Diagnostic[]): Repaired {
  const source = new SourceText(path, text);
  const wanted = diagnostics
    .flatMap((diagnostic) =>
      diagnostic.fix ? [{ diagnostic, ...placeOf(source, diagnostic.fix), write: diagnostic.fix.text }] : [],
    )
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const applied: Diagnostic[] = [];
  let result = '';
  let done = 0;
  let last = -1;
  for (const { diagnostic, start, end, write } of wanted) {
    // Two insertions in one place could come in either order, so the second waits too.
    if (start < done || start === last || text.slice(start, end) === write) continue;
    result += text.slice(done, start) + write;
    done = Math.max(start, end);
    last = start;
    applied.push(diagnostic);
  }
  return { text: result + text.slice(done), applied };
}
