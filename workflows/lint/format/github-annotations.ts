import type { Diagnostic } from '../../model/diagnostic.js';
import { fullMessage, type LintOutput } from './lint-output.js';

/** What would end a workflow command, or begin another one. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Within properties also what parts them. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation(diagnostic: Diagnostic): string {
  const { file, span, severity, code } = diagnostic;
  const properties = [
    ['file', file],
    ['line', String(span.line)],
    ['endLine', String(span.endLine)],
    // Columns are only understood when the annotation begins and ends in one line.
    ...(span.line === span.endLine
      ? [
          ['col', String(span.column)],
          ['endColumn', String(span.endColumn)],
        ]
      : []),
    ['title', code],
  ];
  const list = properties.map(([name = '', value = '']) => `${name}=${property(value)}`).join(',');
  return `::${severity} ${list}::${data(fullMessage(diagnostic))}`;
}

/** Workflow commands of GitHub Actions, one line each; empty when there is nothing to say. */
export function githubAnnotations({ diagnostics }: LintOutput): string {
  return diagnostics.map(annotation).join('\n');
}
