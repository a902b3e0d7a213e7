import type { Place } from './source-text.js';

/** A character that no text file of ours holds, with a message that names it. */
export interface OddCharacter {
  readonly place: Place;
  readonly message: string;
  readonly suggestion: string;
}

const UTF8 = 'save it as UTF-8';

function hex(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Bytes rather than text: a picture, an office file, a text in UTF-16. */
function bytes(text: string): OddCharacter | null {
  const start = text.slice(0, 4_096);
  // Every second byte of UTF-16 is 0 for English letters; read as UTF-8, its byte order mark is two U+FFFD.
  const wide = /^\ufffd\ufffd|^(?:[\u0001-\u007f]\u0000){4}|^(?:\u0000[\u0001-\u007f]){4}/.test(start);
  const place = { start: 0, end: 1 };
  if (wide) return { place, message: 'the file is UTF-16 text, not UTF-8', suggestion: UTF8 };
  const odd = start.match(/[\u0000-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0;
  if (odd < 4 || odd * 20 < start.length) return null;
  // Chinese in GBK has no zero bytes and line ends where they belong; pictures and archives have zeros.
  if (!start.includes('\u0000') && /\ufffd{2}/.test(start)) {
    const message = 'the file is not UTF-8 text: its bytes may be GBK or another old encoding';
    return { place, message, suggestion: UTF8 };
  }
  return { place, message: 'the file is not text, but a picture, an archive or the like', suggestion: 'name a YAML file' };
}

/** The first character of a text that does not belong there; null = all are fine. Tabs and line ends are fine. */
export function oddCharacter(text: string): OddCharacter | null {
  const found = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd\ud800-\udfff]|(?<!^)\ufeff/u.exec(text);
  if (!found) return null;
  const whole = bytes(text);
  if (whole) return whole;
  const [character] = found;
  const place = { start: found.index, end: found.index + 1 };
  if (character === '\ufeff')
    return { place, message: 'an invisible byte order mark (U+FEFF) stands inside the text', suggestion: 'remove it' };
  if (character === '\ufffd') return { place, message: 'the file is not UTF-8: this character was lost', suggestion: UTF8 };
  if (character >= '\ud800' && character <= '\udfff') {
    const message = `half a character (the lone surrogate ${hex(character)}) stands here`;
    return { place, message, suggestion: 'write the whole character, or remove it' };
  }
  const name = character === '\u0000' ? 'a NUL character' : `the control character ${hex(character)}`;
  return { place, message: `${name} stands in the text`, suggestion: 'remove it' };
}
