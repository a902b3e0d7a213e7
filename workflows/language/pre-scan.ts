import type { Advice } from '../model/diagnostic.js';
import type { Diagnostics } from './diagnostics.js';
import { fullWidthMark, fullWidthMessage, type FullWidthMark } from './full-width.js';
import { oddCharacter } from './odd-characters.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';
import type { Place, SourceText } from './source-text.js';

/** What a file may be at most; beyond it the YAML parser would block or abort the process. */
export const LIMITS = { bytes: 256 * 1024, lines: 5_000, depth: 20, keys: 2_000, rawBrackets: 200, marks: 40_000 } as const;

/** Characters with a meaning in YAML. What the parser has to do grows with them, not with the length of the texts. */
const MARKS = new Set('[]{},:"\'&*!?');

interface Level {
  readonly indent: number;
  keys: number;
}

/** Brackets ever open at once, and marks in all; quotes are not understood: nobody can hide anything from this one. */
function rawMarks(text: string): { deepest: number; at: number; marks: number } {
  let depth = 0;
  let deepest = 0;
  let at = 0;
  let marks = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (!MARKS.has(character)) continue;
    marks += 1;
    if (character === '[' || character === '{') {
      depth += 1;
      deepest = Math.max(deepest, depth);
      if (depth === LIMITS.depth + 1) at = index;
    } else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
  }
  return { deepest, at, marks };
}

/**
 * One linear pass before the YAML parser sees the text. It follows indentation, flow brackets, quotes, comments and
 * block texts well enough to count depth and keys, and to find `{{` where a value begins.
 */
class Scan {
  private readonly levels: Level[] = [];
  /** Entries per open flow bracket. */
  private readonly flow: number[] = [];
  private quote: '"' | "'" | null = null;
  /** Lines indented deeper than this are a block text (`|`, `>`). */
  private blockIndent: number | null = null;
  failed = false;
  /** Where the quote that is open now began. */
  quoteStart = 0;

  constructor(
    private readonly source: SourceText,
    private readonly diagnostics: Diagnostics,
  ) {}

  get openQuote(): number | null {
    return this.quote === null ? null : this.quoteStart;
  }

  private fail(start: number, message: string, suggestion: string): void {
    if (this.failed) return;
    this.failed = true;
    this.diagnostics.add(this.source, { start, end: start + 1 }, 'yaml-limit', message, suggestion);
  }

  line(text: string, offset: number): void {
    const indent = /^[ \t]*/.exec(text)?.[0].length ?? 0;
    const blank = indent === text.length;
    if (this.blockIndent !== null) {
      if (blank || indent > this.blockIndent) return;
      this.blockIndent = null;
    }
    if (blank) return;
    let at = indent;
    if (this.quote === null && this.flow.length === 0) at = this.enter(text, indent, offset);
    if (!this.failed) this.characters(text, at, offset);
    if (this.quote !== null || this.flow.length > 0 || !/(^|[\s:-])[|>][0-9+-]{0,2}\s*(#.*)?$/.test(text)) return;
    // Below `- |` the text stands deeper than the dash; below `- key: |` deeper than the key.
    const own = /^(?:[ \t]*-)+[ \t]+[|>]/.test(text) ? indent : (this.levels.at(-1)?.indent ?? indent);
    this.blockIndent = own;
  }

  /** Block structure: indentation and the dashes (and `? `, `: `, which nest as well) at the line's start. */
  private enter(text: string, indent: number, offset: number): number {
    let at = indent;
    if (/[\u00a0\u3000]/.test(text[at] ?? '') && this.wideIndent(text, offset)) return at;
    this.level(at, offset);
    while ('-?:'.includes(text[at] ?? '.') && (text[at + 1] === ' ' || text[at + 1] === undefined) && !this.failed) {
      at += 1;
      while (text[at] === ' ') at += 1;
      if (at < text.length) this.level(at, offset);
    }
    return at;
  }

  /** A key or an item that is indented with a space of another kind stands somewhere else for YAML. */
  private wideIndent(text: string, offset: number): boolean {
    this.refuseMark(fullWidthMark(text, offset));
    return this.failed;
  }

  private refuseMark(mark: FullWidthMark | null): void {
    if (!mark) return;
    this.failed = true;
    const advice = { says: `write ${mark.write} instead`, write: mark.half };
    this.diagnostics.add(this.source, mark.place, 'yaml-syntax', fullWidthMessage(mark), advice);
  }

  private level(indent: number, offset: number): void {
    while ((this.levels.at(-1)?.indent ?? -1) > indent) this.levels.pop();
    if ((this.levels.at(-1)?.indent ?? -1) < indent) this.levels.push({ indent, keys: 0 });
    this.checkDepth(offset + indent);
    const level = this.levels.at(-1);
    if (!level) return;
    level.keys += 1;
    if (level.keys > LIMITS.keys) this.tooMany(offset + indent);
  }

  private checkDepth(at: number): void {
    if (this.levels.length + this.flow.length > LIMITS.depth) {
      this.fail(at, `nested deeper than ${LIMITS.depth} levels`, 'split the file or flatten this part');
    }
  }

  private tooMany(at: number): void {
    this.fail(at, `more than ${LIMITS.keys} entries in one place`, 'split the file');
  }

  private characters(text: string, from: number, offset: number): void {
    let valueStart = true;
    let mappings = 0;
    for (let at = from; at < text.length && !this.failed; at += 1) {
      const character = text[at] ?? '';
      if (this.quote !== null) {
        if (character === '\\' && this.quote === '"') at += 1;
        else if (character === this.quote) this.quote = null;
        continue;
      }
      const spaced = at === 0 || text[at - 1] === ' ' || text[at - 1] === '\t';
      if (character === '#' && spaced) return;
      if (character === ' ' || character === '\t') continue;
      if (valueStart && this.flow.length > 0 && (character === '［' || character === '｛')) {
        this.refuseMark(fullWidthMark(text, offset));
        if (this.failed) return;
      }
      if (valueStart && (character === '"' || character === "'")) {
        this.quote = character;
        this.quoteStart = offset + at;
        valueStart = false;
      } else if ((valueStart || this.flow.length > 0) && (character === '[' || character === '{')) {
        if (valueStart && text[at + 1] === '{' && character === '{') this.template(text, at, offset);
        this.flow.push(0);
        this.checkDepth(offset + at);
        valueStart = true;
      } else if (this.flow.length > 0 && (character === ']' || character === '}')) {
        this.flow.pop();
        valueStart = false;
      } else if (this.flow.length > 0 && character === ',') {
        const entries = (this.flow.pop() ?? 0) + 1;
        this.flow.push(entries);
        if (entries > LIMITS.keys) this.tooMany(offset + at);
        valueStart = true;
      } else {
        valueStart = (character === ':' || character === '?') && /^[\s[{"']|^$/.test(text.slice(at + 1, at + 2));
        // `a: b: c` is wrong, and each of them is one more mapping inside the other for the parser.
        if (character === ':' && valueStart && this.flow.length === 0) mappings += 1;
        if (mappings > LIMITS.depth)
          this.fail(offset + at, `nested deeper than ${LIMITS.depth} levels`, 'put the text in quotes');
      }
    }
  }

  /** Outside of brackets the text runs to the end of its line. */
  private quoted(text: string, at: number, offset: number, says: string): string | Advice {
    const rest = text.slice(at).trimEnd();
    const alone = /^[ \t]*(?:- +)*(?:\w+: +)?$/.test(text.slice(0, at)) && this.flow.length === 0;
    if (!alone || /[\\"]|\s#/.test(rest)) return says;
    return { says, write: `"${rest}"`, at: { start: offset + at, end: offset + at + rest.length } };
  }

  private template(text: string, at: number, offset: number): void {
    const close = text.indexOf('}}', at);
    const end = close < 0 ? text.trimEnd().length : close + 2;
    this.failed = true;
    const suggestion = 'put the whole text in quotes: "' + text.slice(at, end) + ' ..."';
    const place = { start: offset + at, end: offset + end };
    this.diagnostics.add(
      this.source,
      place,
      'unquoted-template',
      'a text that begins with {{ must be in quotes',
      this.quoted(text, at, offset, suggestion),
    );
  }
}

/** Null after a report: the text must not reach the YAML parser. `openQuote` = a quote that seems never closed. */
export function preScan(source: SourceText, diagnostics: Diagnostics): { openQuote: number | null } | null {
  const { text } = source;
  const first = source.restOfLine(0);
  const refuse = (code: DiagnosticCode, place: Place, message: string, fix?: string | Advice): null => {
    diagnostics.add(source, place, code, message, fix);
    return null;
  };
  const odd = oddCharacter(text);
  if (odd) return refuse('not-text', odd.place, odd.message, odd.suggestion);
  if (text.trim() === '') return refuse('empty-file', first, 'the file is empty', 'begin with apiVersion: playbook/v1 and kind:');
  // Code units are at most three bytes; the exact size does not matter, its order does.
  if (text.length > LIMITS.bytes)
    return refuse('yaml-limit', first, `the file is larger than ${LIMITS.bytes / 1024} KB`, 'split the file');
  if (source.lines > LIMITS.lines)
    return refuse('yaml-limit', first, `the file has more than ${LIMITS.lines} lines`, 'split the file');
  const raw = rawMarks(text);
  if (raw.deepest > LIMITS.rawBrackets)
    return refuse(
      'yaml-limit',
      { start: raw.at, end: raw.at + 1 },
      `nested deeper than ${LIMITS.depth} levels`,
      'flatten this part',
    );
  if (raw.marks > LIMITS.marks)
    return refuse(
      'yaml-limit',
      first,
      `the file has more than ${LIMITS.marks} brackets, quotes, colons and commas`,
      'split the file',
    );
  const alone = /\r(?!\n)/.exec(text);
  if (alone) {
    const message = 'a carriage return without a line feed ends no line';
    return refuse(
      'yaml-syntax',
      { start: alone.index, end: alone.index + 1 },
      message,
      'save the file with LF or CRLF line ends',
    );
  }

  const scan = new Scan(source, diagnostics);
  let offset = 0;
  for (const line of text.split('\n')) {
    const mark = line.startsWith('\ufeff') && offset === 0 ? 1 : 0;
    if (line[mark] === '%' && scan.openQuote === null) {
      const place = { start: offset + mark, end: offset + line.trimEnd().length };
      return refuse('yaml-feature', place, 'YAML directives are not part of the language', {
        says: 'remove the line',
        write: '',
        at: { start: offset + mark, end: Math.min(text.length, offset + line.length + 1) },
      });
    }
    scan.line((line.endsWith('\r') ? line.slice(0, -1) : line).slice(mark), offset + mark);
    if (scan.failed) return null;
    offset += line.length + 1;
  }
  return { openQuote: scan.openQuote };
}
