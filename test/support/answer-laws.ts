import { isDeepStrictEqual } from 'node:util';
import type { CompiledBook } from '../../workflows/compile/compile-book.js';
import { DIAGNOSTIC_CODES } from '../../workflows/model/diagnostic-code.js';
import type { Diagnostic } from '../../workflows/model/diagnostic.js';
import type { SourceFile } from '../../workflows/model/playbook.js';

/** Warnings about the text itself, which may well be the reason for the error, and about comments that ignore. */
const BESIDE_ERRORS = /^(?:comment-eats-text|ignore-.*)$/;
/** What only a bug of ours writes into a sentence, unless the author wrote it. */
const SLIPS = [
  /\bundefined\b/,
  /\[object \w+\]/,
  /\bNaN\b/,
  /\bInfinity\b/,
  /\bat .+:\d+:\d+/,
  /\w*Error:/,
  /\bnode_modules\b/,
  /Symbol\(/,
];

function linesOf(text: string): readonly string[] {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
}

function placeBreach({ span }: Diagnostic, lines: readonly string[]): string | null {
  const { line, column, endLine, endColumn } = span;
  const text = lines[line - 1];
  const last = lines[endLine - 1];
  if (text === undefined || last === undefined) return 'its line is not in the file';
  if (column < 1 || column > text.length + 1) return `its column is not in the line of ${text.length} characters`;
  // A place at a line's end is one wide all the same.
  if (endColumn < 1 || endColumn > last.length + 2) return 'it ends outside its line';
  if (endLine < line || (endLine === line && endColumn <= column)) return 'it ends before it begins';
  if (/[\udc00-\udfff]/.test(text[column - 1] ?? '') && /[\ud800-\udbff]/.test(text[column - 2] ?? ''))
    return 'it cuts a character in two';
  return null;
}

function sentenceBreach(sentence: string, text: string): string | null {
  if (sentence.trim() === '') return 'a sentence is empty';
  if (/[\r\n]/.test(sentence)) return 'a sentence has several lines';
  if (sentence.length > 600) return `a sentence has ${sentence.length} characters`;
  const slip = SLIPS.find((pattern) => pattern.test(sentence) && !pattern.test(text));
  return slip ? `a sentence holds ${String(slip)}` : null;
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Everything that may never be wrong with an answer, whatever the files hold; empty = all is well. */
export function breachesOf(files: readonly SourceFile[], book: CompiledBook): readonly string[] {
  const breaches: string[] = [];
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const lines = new Map(files.map(({ path, text }) => [path, linesOf(text)]));
  const all = files.map(({ text }) => text).join('\n');
  const told = new Set<string>();
  const say = (one: Diagnostic, what: string): void =>
    void breaches.push(`${one.file}:${one.span.line}:${one.span.column} ${one.severity} ${one.message} [${one.code}]: ${what}`);
  let before: Diagnostic | null = null;
  for (const one of book.diagnostics) {
    const { file, span, code, message, suggestion } = one;
    if (!texts.has(file)) say(one, 'there is no such file');
    const place = placeBreach(one, lines.get(file) ?? []);
    if (place) say(one, place);
    if (!Object.hasOwn(DIAGNOSTIC_CODES, code)) say(one, 'the code is not of the closed set');
    const key = `${file} ${span.line} ${span.column} ${code}`;
    if (told.has(key)) say(one, 'its place and code were told before');
    told.add(key);
    for (const sentence of suggestion === undefined ? [message] : [message, suggestion]) {
      const breach = sentenceBreach(sentence, all);
      if (breach) say(one, breach);
    }
    if (
      before &&
      (compare(before.file, file) || compare(before.span.line, span.line) || compare(before.span.column, span.column)) > 0
    )
      say(one, 'it is not in the order of places');
    before = one;
  }
  // What is wrong with a comment is the linter's business: the playbook beside it is right.
  const errors = book.diagnostics.filter(({ severity, code }) => severity === 'error' && !code.startsWith('ignore-'));
  const broken = new Set(errors.map(({ file }) => file));
  for (const one of book.diagnostics)
    if (one.severity === 'warning' && broken.has(one.file) && !BESIDE_ERRORS.test(one.code)) say(one, 'a warning beside errors');
  for (const { file, plan, templates } of book.playbooks) {
    if (broken.has(file)) breaches.push(`${file} has errors and was compiled`);
    const content = { plan, templates };
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(content)), content)) breaches.push(`the plan of ${file} is not plain JSON`);
  }
  return breaches;
}
