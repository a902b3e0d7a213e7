import { isScalar, parseDocument, type Scalar } from 'yaml';

/** Words that other YAML readers take for yes, no or nothing; they keep their quotes. */
const WORDS = /^(?:on|off|yes|no|y|n|true|false|null)$/i;

/** Where a text stands: plain texts may hold more in lines of their own than within brackets. */
export type ScalarContext = 'block' | 'flow';

function readsPlain(value: string, context: ScalarContext): boolean {
  const document = parseDocument(context === 'block' ? `k: ${value}` : `[${value}]`, { version: '1.2' });
  const node: unknown = document.getIn([context === 'block' ? 'k' : 0], true);
  return document.errors.length === 0 && isScalar(node) && node.type === 'PLAIN' && node.value === value && !node.comment;
}

/** What ends or changes a plain text that begins with a letter. */
const BREAKS_PLAIN: Readonly<Record<ScalarContext, RegExp>> = {
  block: /: |:$| #|\s$|[^\P{C}]|[\u2028\u2029]/u,
  flow: /: |:$| #|\s$|[^\P{C}]|[\u2028\u2029]|[,[\]{}]/u,
};

/** Whether quotes around a text do nothing: it begins like a word and reads the same without them. */
function quotesNeedless(value: string, context: ScalarContext): boolean {
  return /^[\p{L}_]/u.test(value) && !WORDS.test(value) && !value.includes('{{') && !BREAKS_PLAIN[context].test(value);
}

function quoted(value: string): string {
  return /^[^\u0000-\u001f\u007f-\u009f\ufeff]*$/.test(value) ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}

/** A text, number or word on one line. */
export function scalarText(scalar: Scalar, source: string, context: ScalarContext): string {
  const value = scalar.value;
  const manyLines = source.includes('\n');
  if (typeof value !== 'string' || (scalar.type === 'PLAIN' && !manyLines)) return source;
  if (quotesNeedless(value, context) || (scalar.type === 'PLAIN' && !value.includes('\n') && readsPlain(value, context)))
    return value;
  return manyLines ? quoted(value) : source;
}

/** Longest line of a text that is folded. */
const FOLD_AT = 100;

/** A long text of several lines as a folded block at this indentation, or null when folding would change it. */
export function foldedLines(value: string, indent: number): readonly string[] | null {
  if (/[^\S ]|^ | $| {2}/.test(value)) return null;
  const pad = ' '.repeat(indent);
  const lines: string[] = [];
  let line = '';
  for (const word of value.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > FOLD_AT) {
      lines.push(pad + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, pad + line];
}

/** A block text with its header, its lines moved to a new indentation. */
export function blockScalar(
  header: string,
  body: string,
  outerColumn: number,
  indent: number,
): { readonly header: string; readonly lines: readonly string[] } {
  const lines = body.replace(/\n$/, '').split('\n');
  const digit = /\d/.exec(header)?.[0];
  const first = lines.find((line) => line.trim() !== '');
  const from = digit === undefined ? (first?.length ?? 0) - (first?.trimStart().length ?? 0) : outerColumn + Number(digit);
  const moved = lines.map((line) => (line.trim() === '' && line.length <= from ? '' : ' '.repeat(indent) + line.slice(from)));
  if (!header.includes('+')) while (moved.at(-1) === '') moved.pop();
  return { header: digit === undefined ? header : header.replace(digit, '2'), lines: moved };
}
