import type { Diagnostic } from '../model/diagnostic.js';
import { nearestAdvice } from '../model/did-you-mean.js';
import { DIAGNOSTIC_CODES, type DiagnosticCode } from '../model/diagnostic-code.js';
import type { SourceFile } from '../model/playbook.js';
import { commentsOf, type Comment } from '../language/comments-of.js';
import { Diagnostics } from '../language/diagnostics.js';
import { SourceText, type Place } from '../language/source-text.js';
import { codeSeverity, isCode } from './code-severity.js';

const EXAMPLE = 'write sopwith-ignore CODE: REASON, e.g. # sopwith-ignore no-holdout: too few accounts for a control group';
/** They speak about ignoring itself. */
const OWN = /^ignore-/;

interface Ignored {
  readonly code: DiagnosticCode;
  readonly at: Place;
  /** Its comment has a mistake that is told: that it ignores nothing would be a second message. */
  readonly told: boolean;
}

/** An ignore comment: which codes, and where. */
interface IgnoreComment {
  readonly codes: readonly Ignored[];
  /** Lines whose diagnostics it ignores; null = all of the file. */
  readonly lines: readonly number[] | null;
}

/** What one file ignores, and what is wrong with how it says so. */
export interface FileIgnores {
  readonly comments: readonly IgnoreComment[];
  readonly source: SourceText;
  readonly diagnostics: readonly Diagnostic[];
}

/** The line below a comment that something stands on: several comments in a row are about the same line. */
function lineBelow(source: SourceText, line: number, comments: readonly Comment[]): number {
  for (let below = line + 1; below <= source.lines; below += 1) {
    const start = source.lineStart(below);
    const written = source.text.slice(start, source.lineStart(below + 1)).trim();
    if (written === '') continue;
    const indent = source.text.slice(start).search(/\S/);
    const own = comments.find((comment) => comment.start === start + indent);
    if (!own || source.text.slice(own.end, source.lineStart(below + 1)).trim() !== '') return below;
  }
  return line;
}

class IgnoreReader {
  private readonly diagnostics = new Diagnostics();
  private readonly source: SourceText;
  private readonly comments: readonly Comment[];

  constructor(private readonly file: SourceFile) {
    this.source = new SourceText(file.path, file.text);
    this.comments = commentsOf(file.path, file.text);
  }

  read(): FileIgnores {
    const comments = this.comments.flatMap((comment) =>
      /^sopwith-ignore/.test(comment.text) ? (this.comment(comment) ?? []) : [],
    );
    return { comments, source: this.source, diagnostics: this.diagnostics.all() };
  }

  private comment(comment: Comment): IgnoreComment | null {
    const place = { start: comment.start, end: comment.end };
    const found = /^sopwith-ignore(-file)?(?:[ \t]+([^:：]*?))?[ \t]*(?:[:：][ \t]*([\s\S]*))?$/.exec(comment.text);
    if (!found) {
      const word = /^\S*/.exec(comment.text)?.[0] ?? '';
      const says = 'write sopwith-ignore above a line or at its end, or sopwith-ignore-file at the top';
      this.diagnostics.add(this.source, place, 'ignore-unknown-code', `there is no comment "${word}"`, says);
      return null;
    }
    const [, wholeFile, list = '', reason = ''] = found;
    const words = list.split(/[\s,，]+/).filter((word) => word !== '');
    if (words.length === 0) {
      this.diagnostics.add(this.source, place, 'ignore-unknown-code', 'the comment does not say what it ignores', EXAMPLE);
      return null;
    }
    const codes = words.flatMap((word) => this.code(word, comment, reason === '') ?? []);
    if (reason === '') {
      this.diagnostics.add(
        this.source,
        place,
        'ignore-without-reason',
        'the comment does not say why this can be ignored',
        `write the reason behind a colon: sopwith-ignore${wholeFile ?? ''} ${words.join(', ')}: REASON`,
      );
    }
    const line = this.source.span(place).line;
    if (!wholeFile) return { codes, lines: this.isAlone(comment) ? [line, lineBelow(this.source, line, this.comments)] : [line] };
    if (!this.isAtTop(comment)) {
      const says = 'move it above the first line, or write sopwith-ignore for one line';
      this.diagnostics.add(
        this.source,
        place,
        'ignore-unused',
        'sopwith-ignore-file stands at the top of a file',
        says,
        'warning',
      );
      return null;
    }
    return { codes, lines: null };
  }

  private code(word: string, comment: Comment, told: boolean): Ignored | null {
    const start = this.file.text.indexOf(word, comment.start + 'sopwith-ignore'.length);
    const at = start >= 0 && start < comment.end ? { start, end: start + word.length } : comment;
    if (!isCode(word)) {
      const near = nearestAdvice(word, Object.keys(DIAGNOSTIC_CODES));
      this.diagnostics.add(this.source, at, 'ignore-unknown-code', `there is no code "${word}"`, near);
      // What was meant is ignored all the same: one typing mistake, one message.
      return typeof near === 'object' && isCode(near.write) && codeSeverity(near.write) === 'warning'
        ? { code: near.write, at, told: true }
        : null;
    }
    if (codeSeverity(word) === 'warning' && !OWN.test(word)) return { code: word, at, told };
    const message = OWN.test(word)
      ? `${word} is about comments like this one, it cannot be ignored by one`
      : `${word} is an error: only warnings can be ignored`;
    this.diagnostics.add(this.source, at, 'ignore-error', message, 'remove the comment and repair what it is about', 'warning');
    return null;
  }

  /** Nothing else stands on its line. */
  private isAlone(comment: Comment): boolean {
    const { line } = this.source.span(comment);
    const before = this.file.text.slice(this.source.lineStart(line), comment.start);
    const after = this.file.text.slice(comment.end, this.source.lineStart(line + 1));
    return before.replace('\ufeff', '').trim() === '' && after.trim() === '';
  }

  /** Only comments stand above it; a template begins with its subject, so there it may stand anywhere. */
  private isAtTop(comment: Comment): boolean {
    if (this.file.path.endsWith('.hbs')) return true;
    const above = this.file.text.slice(0, comment.start).replace('\ufeff', '');
    return above.split('\n').every((line) => /^\s*(#.*)?$/.test(line));
  }
}

/** What a file's comments ignore; null = it has no such comment, which is told without reading it. */
export function ignoreComments(file: SourceFile): FileIgnores | null {
  return file.text.includes('sopwith-ignore') ? new IgnoreReader(file).read() : null;
}

/** Takes out what is ignored, and adds what is wrong with the comments: without errors in the file, also those that ignore nothing. */
export function withoutIgnored(found: readonly Diagnostic[], ignores: FileIgnores): readonly Diagnostic[] {
  const used = new Set<Ignored>();
  const kept = found.filter((one) => {
    const fitting = ignores.comments.flatMap(({ codes, lines }) =>
      lines === null || lines.includes(one.span.line) ? codes.filter(({ code }) => code === one.code) : [],
    );
    if (one.severity === 'error' || fitting.length === 0) return true;
    for (const ignored of fitting) used.add(ignored);
    return false;
  });
  // A file with errors is not held against the rules that warn, so nobody knows what the comment would ignore.
  if (found.some(({ severity }) => severity === 'error')) return [...kept, ...ignores.diagnostics];
  const unused = new Diagnostics();
  for (const ignored of ignores.comments.flatMap(({ codes }) => codes)) {
    if (used.has(ignored) || ignored.told) continue;
    const message = `there is no ${ignored.code} here that could be ignored`;
    unused.add(ignores.source, ignored.at, 'ignore-unused', message, 'remove the comment', 'warning');
  }
  return [...kept, ...ignores.diagnostics, ...unused.all()];
}
