import type { Diagnostics } from './diagnostics.js';
import { oddCharacter } from './odd-characters.js';
import { LIMITS } from './pre-scan.js';
import type { Place, SourceText } from './source-text.js';

/** A part of a template file and where it begins. */
export interface TemplatePart {
  readonly text: string;
  readonly start: number;
}

export interface TemplateParts {
  readonly subject: TemplatePart;
  readonly text: TemplatePart;
  readonly html: TemplatePart | null;
}

/**
 * Splits `subject: ...`, `--- text`, and optionally `--- html`. The newline before a marker and at the end of the file
 * belongs to no part. Null after a report.
 */
export function splitTemplate(source: SourceText, diagnostics: Diagnostics): TemplateParts | null {
  const { text } = source;
  const refuse = (place: Place, message: string, suggestion: string): null => {
    diagnostics.add(source, place, 'template-format', message, suggestion);
    return null;
  };
  const odd = oddCharacter(text);
  if (odd) {
    diagnostics.add(source, odd.place, 'not-text', odd.message, odd.suggestion);
    return null;
  }
  if (text.length > LIMITS.bytes)
    return refuse(source.restOfLine(0), `the file is larger than ${LIMITS.bytes / 1024} KB`, 'shorten the template');
  const alone = /\r(?!\n)/.exec(text);
  if (alone) {
    const message = 'a carriage return without a line feed ends no line';
    return refuse({ start: alone.index, end: alone.index + 1 }, message, 'save the file with LF or CRLF line ends');
  }
  // No two parts of these patterns can match the same spaces: a line of nothing else would take minutes.
  const first = /^\ufeff?subject:([^\r\n]*)(?:\r?\n|\r?$)/.exec(text);
  if (!first) return refuse(source.restOfLine(0), 'a template begins with its subject', 'write subject: ... in the first line');
  const subject = (first[1] ?? '').trim();
  if (subject === '') return refuse(source.restOfLine(0), 'the subject is empty', 'write subject: ... in the first line');
  const broken = /[\u0085\u2028\u2029]/.exec(subject);
  if (broken) {
    const at = first[0].indexOf(subject, 'subject:'.length) + broken.index;
    return refuse({ start: at, end: at + 1 }, 'there is a line break in the subject', 'write a space instead');
  }
  const markers = [...text.matchAll(/^---([^\r\n]*)\r?$/gm)].filter((marker) => !/\S\s+\S/.test((marker[1] ?? '').trim()));
  const parts = new Map<string, TemplatePart>();
  let expectedStart = first[0].length;
  for (const [index, marker] of markers.entries()) {
    const name = (marker[1] ?? '').trim();
    const place = { start: marker.index, end: marker.index + marker[0].trimEnd().length };
    if (name !== 'text' && name !== 'html') return refuse(place, `there is no part "${name}"`, 'parts are --- text and --- html');
    if (parts.has(name)) return refuse(place, `a second part "${name}"`, 'keep one of the two');
    const start = Math.min(text.length, marker.index + marker[0].length + 1);
    const end = markers[index + 1]?.index ?? text.length;
    parts.set(name, { start, text: text.slice(start, end).replace(/\r?\n$/, '') });
    if (index === 0) expectedStart = marker.index;
  }
  const before = text.slice(first[0].length, expectedStart);
  if (markers.length > 0 && before.trim() !== '') {
    const start = first[0].length + before.length - before.trimStart().length;
    const folded = before.search(/\S/) <= 2 && !/^\r?\n/.test(before);
    if (folded && parts.has('text'))
      return refuse(
        source.restOfLine(start),
        'a subject is one line, this stands below it',
        'put it behind subject: or below --- text',
      );
    return refuse(source.restOfLine(start), 'this stands before the first part', 'write --- text above it');
  }
  const plain = parts.get('text');
  if (!plain || plain.text.trim() === '') {
    return refuse(
      source.restOfLine(0),
      plain ? 'the text part is empty' : 'the template has no text part',
      'write --- text below the subject, and the text below that',
    );
  }
  return {
    subject: { text: subject, start: first[0].indexOf(subject, 'subject:'.length) },
    text: plain,
    html: parts.get('html') ?? null,
  };
}
