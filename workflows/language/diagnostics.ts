import type { Advice, Diagnostic, Severity, Span } from '../model/diagnostic.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';
import { oddNumberAdvice } from './odd-number.js';
import type { Place, SourceText } from './source-text.js';
import { wideAdvice } from './wide-characters.js';

/** Where a repair stands: a place without width stays one, for it inserts. */
function fixSpan(source: SourceText, at: Place): Span {
  const span = source.span(at);
  return at.end > at.start ? span : { ...span, endLine: span.line, endColumn: span.column };
}

/** Mistakes that no full-width character causes. */
const TYPED_RIGHT: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'yaml-syntax',
  'yaml-limit',
  'not-text',
  'empty-file',
  'duplicate-key',
  'duplicate-id',
]);

/** Advice for what went wrong at the keyboard rather than in the head. */
function typingAdvice(
  source: SourceText,
  place: Place,
  code: DiagnosticCode,
  given: string | Advice | undefined,
): string | Advice | null {
  // In conditions and durations letters behind digits are units.
  const whole = code !== 'condition-syntax' && code !== 'invalid-duration' && place.end - place.start <= 60;
  const number = whole ? oddNumberAdvice(source.text.slice(place.start, place.end)) : null;
  return number ?? wideAdvice(source, place, given);
}

/** Sentences quote what was written, which may be a page. */
const LONGEST = 300;

/** A sentence on one line that can be read at a glance. */
function shortened(sentence: string): string {
  const line = /[\r\n]/.test(sentence) ? sentence.replace(/[\r\n]+/g, ' ') : sentence;
  return line.length <= LONGEST ? line : `${line.slice(0, 200)} ... ${line.slice(-60)}`;
}

function readable(diagnostic: Diagnostic): Diagnostic {
  const message = shortened(diagnostic.message);
  const suggestion = diagnostic.suggestion === undefined ? undefined : shortened(diagnostic.suggestion);
  if (message === diagnostic.message && suggestion === diagnostic.suggestion) return diagnostic;
  return { ...diagnostic, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Collects the mistakes of a book: all at once, none thrown. */
export class Diagnostics {
  private readonly found: Diagnostic[] = [];
  private readonly seen = new Set<string>();
  private readonly missed = new Map<string, { keys: readonly { key: string; example: string }[]; told: Diagnostic }>();
  private readonly errorsOf = new Map<string, number>();
  private errorsInAll = 0;

  /** @param before what was found already, e.g. when the file was opened. */
  constructor(before: readonly Diagnostic[] = []) {
    for (const one of before) this.push(one);
  }

  add(
    source: SourceText,
    place: Place,
    code: DiagnosticCode,
    message: string,
    given?: string | Advice,
    severity: Severity = 'error',
  ): void {
    const found: Diagnostic = { file: source.file, span: source.span(place), severity, code, message };
    const typed = severity === 'error' && !TYPED_RIGHT.has(code);
    const advice = (typed && typingAdvice(source, place, code, given)) || given;
    if (typeof advice === 'object') {
      const fix = { span: fixSpan(source, advice.at ?? place), text: advice.write };
      this.push({ ...found, suggestion: advice.says, fix });
    } else this.push(advice ? { ...found, suggestion: advice } : found);
  }

  /** A key that is missing in a mapping. Those missing at one place are one mistake, however many they are. */
  missing(source: SourceText, place: Place, of: string, key: string, example: string): void {
    const at = `${place.start} ${of}`;
    const { keys: others = [], told: before } = this.missed.get(at) ?? {};
    if (others.some((one) => one.key === key)) return;
    const keys = [...others, { key, example }];
    const names = keys.map((one) => `"${one.key}"`);
    const last = names.pop() ?? '';
    const message = names.length > 0 ? `${of} needs the keys ${names.join(', ')} and ${last}` : `${of} needs the key ${last}`;
    const suggestion = `write e.g. ${keys.map((one) => `${one.key}: ${one.example}`).join(', ')}`;
    const told = readable({
      file: source.file,
      span: source.span(place),
      severity: 'error',
      code: 'missing-key',
      message,
      suggestion,
    });
    this.missed.set(at, { keys, told });
    const index = before ? this.found.indexOf(before) : -1;
    if (index >= 0) this.found[index] = told;
    else this.push(told);
  }

  push(diagnostic: Diagnostic): void {
    // One place has one mistake of a kind: what is said of it first is nearest to what the author wrote. A template
    // that two playbooks send is read for each of them, too.
    const { file, span, code } = diagnostic;
    const key = `${span.line}:${span.column} ${code} ${file}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.found.push(readable(diagnostic));
    if (diagnostic.severity !== 'error') return;
    this.errorsInAll += 1;
    this.errorsOf.set(diagnostic.file, (this.errorsOf.get(diagnostic.file) ?? 0) + 1);
  }

  /** Errors so far in one file, or in all. */
  errors(file?: string): number {
    return file === undefined ? this.errorsInAll : (this.errorsOf.get(file) ?? 0);
  }

  /** In the order they were found. */
  all(): readonly Diagnostic[] {
    return [...this.found];
  }

  /** By file, then by place. */
  sorted(): readonly Diagnostic[] {
    return [...this.found].sort(
      (a, b) =>
        (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
        a.span.line - b.span.line ||
        a.span.column - b.span.column ||
        (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
    );
  }
}
