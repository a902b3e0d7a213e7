/** A small seeded generator (mulberry32): the same seed gives the same numbers for ever. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PIECES = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '{{',
    '}}',
    ':',
    ' #',
    '"',
    "'",
    '- ',
    '&a ',
    '*a',
    '!!x ',
    '|\n',
    '>\n',
    '\t',
    '\n',
    '  ',
    '\r\n',
    '---\n',
    '%',
    '?',
    ',',
  ],
  ...[
    'and ',
    'or ',
    'for 2 weeks',
    '>= ',
    '50%',
    '50',
    '7d',
    '7',
    'null',
    'true',
    '~',
    '{{account.name}}',
    '{{#if x}}',
    '{{{x}}}',
    '\u0000',
    '😀',
    '登录',
    '\ud800',
  ],
  ...[
    'id: x',
    'when: ',
    'otherwise: []',
    'then:',
    'steps:',
    'health.score',
    'wow_drop(',
    'account.',
    '.outcome',
    '__proto__',
    'constructor',
    '<<: ',
  ],
];

/** One text with one to five random edits: pieces put in, cut out, swapped, lines moved, doubled or re-indented. */
export function mutate(text: string, random: () => number): string {
  const upTo = (limit: number): number => Math.floor(random() * limit);
  let result = text;
  for (let edits = 1 + upTo(5); edits > 0; edits -= 1) {
    const at = upTo(result.length + 1);
    const lines = result.split('\n');
    const line = upTo(lines.length);
    const kind = upTo(8);
    if (kind <= 1) result = result.slice(0, at) + (PIECES[upTo(PIECES.length)] ?? '') + result.slice(at);
    else if (kind === 2) result = result.slice(0, at) + result.slice(at + 1 + upTo(12));
    else if (kind === 3) result = result.slice(0, at) + String.fromCharCode(upTo(128)) + result.slice(at + 1);
    else {
      if (kind === 4) lines.splice(line, 1);
      else if (kind === 5) lines.splice(line, 0, lines[upTo(lines.length)] ?? '');
      else if (kind === 6) lines[line] = ' '.repeat(upTo(9)) + (lines[line] ?? '').trimStart();
      else {
        const word = /[A-Za-z_.]{3,}/.exec((lines[line] ?? '').slice(upTo(20)))?.[0] ?? '';
        if (word) lines[line] = (lines[line] ?? '').replace(word, word.slice(1) + word.slice(0, 1));
      }
      result = lines.join('\n');
    }
  }
  return result;
}
