import type { Diagnostic } from '../model/diagnostic.js';
import { displayWidth } from '../model/display-width.js';

const ESC = '\u001b[';
const paint =
  (on: boolean) =>
  (code: number, text: string): string =>
    on ? `${ESC}${code}m${text}${ESC}0m` : text;

/** Control characters would write on the reader's terminal; each is shown as one character, so that carets stay right. */
function visible(line: string): string {
  return line.replaceAll('\t', ' ').replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** One line without its end and without a byte order mark; looked up without cutting up the whole text. */
function lineOf(text: string | undefined, line: number): string | undefined {
  if (text === undefined) return undefined;
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (let at = 1; at < line; at += 1) {
    const next = text.indexOf('\n', start);
    if (next < 0) return undefined;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
}

/** Long lines are cut around the place, so that the frame stays readable. */
function excerpt(line: string, from: number, to: number): { text: string; before: string; marked: string } {
  const most = 120;
  const start = line.length <= most || from < 60 ? 0 : from - 40;
  const lead = start > 0 ? '...' : '';
  const text = lead + line.slice(start, start + most) + (start + most < line.length ? '...' : '');
  const marked = line.slice(from, Math.min(to, start + most));
  return { text, before: lead + line.slice(start, from), marked };
}

/**
 * A diagnostic as `file:line:col severity message [code]`, the line with a caret frame, and what to write instead.
 * @param text the file's content; without it there is no excerpt.
 * @param colours ANSI colours, for a terminal that wants them.
 */
export function formatDiagnostic(diagnostic: Diagnostic, text?: string, colours = false): string {
  const colour = paint(colours);
  const { file, span, severity, message, code, suggestion } = diagnostic;
  const tone = severity === 'error' ? 31 : 33;
  const lines = [`${file}:${span.line}:${span.column} ${colour(tone, severity)} ${message} ${colour(90, `[${code}]`)}`];
  const line = lineOf(text, span.line);
  const source = line === undefined ? undefined : visible(line);
  const margin = String(span.line).length;
  if (source !== undefined) {
    const from = span.column - 1;
    const to = span.endLine === span.line ? span.endColumn - 1 : source.length;
    const part = excerpt(source, from, Math.max(to, from + 1));
    lines.push(`  ${colour(90, `${span.line} |`)} ${part.text}`.trimEnd());
    const carets = '^'.repeat(Math.max(1, displayWidth(part.marked)));
    lines.push(`  ${colour(90, `${' '.repeat(margin)} |`)} ${' '.repeat(displayWidth(part.before))}${colour(tone, carets)}`);
  }
  if (suggestion !== undefined) lines.push(`  ${colour(90, `${' '.repeat(margin)} =`)} ${suggestion}`);
  return lines.join('\n');
}
