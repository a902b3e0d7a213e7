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

/** Choices of one mutation, all from the same generator. */
export class Choice {
  constructor(readonly random: () => number) {}

  /** A whole number from 0, below the limit. */
  upTo(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  of<T>(from: readonly T[]): T {
    return from[this.upTo(from.length)] as T;
  }
}

const YAML_PIECES =
  '{|}|[|]|{{|}}|:| : | #|#|"|\'|- |&a |*a|!!x |!|>\n|\t|\n|  |\r\n|\r|---\n|...\n|%|? |,|@|`|\\|<<: |<<: *a|%YAML 1.1\n---\n|!!binary |&a [*a]'.split(
    '|',
  );
const WORD_PIECES =
  'and |or |not |for 2 weeks|>= |50%|50|7d|7|null|true|~|{{account.name}}|{{#if x}}|{{{x}}}|{{/if}}|{{!--|id: x|when: |otherwise: []|then:|steps:|health.score|wow_drop(|account.|.outcome|__proto__|constructor|toString|parallel:|parameter.x'.split(
    '|',
  );
const ODD_PIECES = [
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\ufeff',
  '\ufffd',
  '\ud800',
  '\udc00',
  '\u2028',
  '\u200b',
  '\u202e',
  '\u3000',
  '\u00a0',
  '😀',
  '👩‍👩‍👧',
  'e\u0301',
  '登录',
  '：',
  '，',
  '％',
  '「',
  '”',
  '６０',
  'ｉｄ',
];
const VALUES =
  '[]|{}|null|~|""|true|false|yes|0|-1|1.5|1e400|-1e400|.inf|-.inf|.nan|0x1F|0o17|017|1_000|99999999999999999999|50%|7d|P7D|2026-02-30|"12"|text|[1, 2]|{ a: 1 }|*a|!!set {}|{{ x }}'.split(
    '|',
  );

type Mutator = (text: string, choice: Choice, others: readonly string[]) => string;

function inLine(change: (line: string, choice: Choice, others: readonly string[]) => string): Mutator {
  return (text, choice, others) => {
    const lines = text.split('\n');
    const at = choice.upTo(lines.length);
    lines[at] = change(lines[at] ?? '', choice, others);
    return lines.join('\n');
  };
}

function inLines(change: (lines: string[], choice: Choice) => void): Mutator {
  return (text, choice) => {
    const lines = text.split('\n');
    change(lines, choice);
    return lines.join('\n');
  };
}

/** One match of the pattern, changed. */
function atOne(pattern: RegExp, change: (found: string, choice: Choice, others: readonly string[]) => string): Mutator {
  return (text, choice, others) => {
    const found = [...text.matchAll(pattern)];
    if (found.length === 0) return text;
    const one = choice.of(found);
    return text.slice(0, one.index) + change(one[0], choice, others) + text.slice(one.index + one[0].length);
  };
}

function wide(text: string): string {
  return text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).replaceAll(' ', '\u3000');
}

/** One letter left out, doubled, changed or swapped with the next. */
export function typo(word: string, choice: Choice): string {
  const at = choice.upTo(word.length);
  switch (choice.upTo(4)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + (word[at] ?? '') + word.slice(at);
    case 2:
      return word.slice(0, at) + String.fromCharCode(97 + choice.upTo(26)) + word.slice(at + 1);
    default:
      return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
  }
}

const put =
  (pieces: readonly string[]): Mutator =>
  (text, choice) => {
    const at = choice.upTo(text.length + 1);
    return text.slice(0, at) + choice.of(pieces) + text.slice(at);
  };

/** Ways to spoil a text, from one bit to whole blocks. The names are for reports. */
export const MUTATORS: Readonly<Record<string, Mutator>> = {
  putYaml: put(YAML_PIECES),
  putWord: put(WORD_PIECES),
  putOdd: put(ODD_PIECES),
  cut: (text, choice) => {
    const at = choice.upTo(text.length);
    return text.slice(0, at) + text.slice(at + 1 + choice.upTo(12));
  },
  flipBit: (text, choice) => {
    const at = choice.upTo(text.length);
    return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << choice.upTo(8))) + text.slice(at + 1);
  },
  ascii: (text, choice) => {
    const at = choice.upTo(text.length);
    return text.slice(0, at) + String.fromCharCode(choice.upTo(128)) + text.slice(at + 1);
  },
  dropLine: inLines((lines, choice) => void lines.splice(choice.upTo(lines.length), 1)),
  doubleLine: inLines((lines, choice) => void lines.splice(choice.upTo(lines.length), 0, lines[choice.upTo(lines.length)] ?? '')),
  swapLines: inLines((lines, choice) => {
    const [a, b] = [choice.upTo(lines.length), choice.upTo(lines.length)];
    [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
  }),
  moveBlock: inLines((lines, choice) => {
    const block = lines.splice(choice.upTo(lines.length), 1 + choice.upTo(10));
    lines.splice(choice.upTo(lines.length), 0, ...block);
  }),
  indent: inLine((line, choice) => ' '.repeat(choice.upTo(9)) + line.trimStart()),
  indentTab: inLine((line) => line.replace(/^ +/, '\t')),
  joinLines: (text, choice) => {
    const at = text.indexOf('\n', choice.upTo(text.length));
    return at < 0 ? text : text.slice(0, at) + text.slice(at + 1);
  },
  truncate: (text, choice) => text.slice(0, choice.upTo(text.length)),
  append: (text, choice, others) => text + choice.of(['', '\n', '---\n', '...\n']) + choice.of(others),
  keyTypo: atOne(/[a-z_]+(?=:)/g, (word, choice) => typo(word, choice)),
  wordTypo: atOne(/[A-Za-z_]{2,}/g, (word, choice) => typo(word, choice)),
  wordCase: atOne(/[a-z_]{2,}/g, (word, choice) =>
    choice.upTo(2) === 0 ? word.toUpperCase() : word.slice(0, 1).toUpperCase() + word.slice(1),
  ),
  wordSwap: atOne(/[A-Za-z_.]{3,}/g, (_word, choice, others) => choice.of(choice.of(others).match(/[A-Za-z_.]{3,}/g) ?? ['x'])),
  noUnit: atOne(/\d+(?:min|mo|bd|[hdw%])/g, (text) => /^\d+/.exec(text)?.[0] ?? ''),
  number: atOne(/\d+/g, (_digits, choice) =>
    choice.of(['0', '-1', '1.5', '00', '1e9', '1e400', '9'.repeat(400), '1_000', '0x10', '.nan', '-0', '2147483648', '', '１２']),
  ),
  value: atOne(/(?<=: )[^\n]+/g, (_value, choice) => choice.of(VALUES)),
  wide: atOne(/[!-~]+/g, (text) => wide(text)),
  widePunctuation: atOne(/[:,%()[\]{}"'<>= -]/g, (text) => wide(text)),
  noQuote: atOne(/["']/g, () => ''),
  otherQuote: atOne(/["']/g, (quote, choice) => choice.of([quote === '"' ? "'" : '"', '“', '”', '「', '`'])),
  crlf: (text) => text.replaceAll('\n', '\r\n'),
  crOnly: (text) => text.replaceAll('\n', '\r'),
  bom: (text) => `\ufeff${text}`,
  directive: (text, choice) => choice.of(['%YAML 1.1\n---\n', '%TAG ! x\n---\n', '---\n', '%\n']) + text,
  comment: inLine((line, choice) => {
    const at = choice.upTo(line.length + 1);
    return `${line.slice(0, at)}${choice.of([' #', '#', ' # '])}${line.slice(at)}`;
  }),
  anchor: atOne(/(?<=: )(?=[^\n])/g, (_none, choice) => choice.of(['&a ', '!!str ', '!x ', '*a ', '<<: ', '? '])),
  deep: put(['[', '{a: ', '- ', '(', 'not ', '{{#if account}}', '  - then:\n'].map((piece) => piece.repeat(30))),
  ladder: inLines((lines, choice) => {
    const rungs = Array.from({ length: 25 }, (_, depth) => `${' '.repeat(depth)}a:`);
    lines.splice(choice.upTo(lines.length), 0, ...rungs);
  }),
  broad: put([
    Array.from({ length: 2_100 }, (_, key) => `k${key}: 1`).join('\n'),
    `{${Array.from({ length: 2_100 }, (_, key) => `k${key}: 1`).join(', ')}}`,
    '- x\n'.repeat(500),
  ]),
  long: put([
    'a'.repeat(5_000),
    '登'.repeat(5_000),
    ' '.repeat(5_000),
    '😀'.repeat(2_000),
    'e\u0301'.repeat(2_000),
    '"'.repeat(3_000),
  ]),
  rotate: inLine((line, choice) => {
    const word = /[A-Za-z_.]{3,}/.exec(line.slice(choice.upTo(20)))?.[0] ?? '';
    return word === '' ? line : line.replace(word, word.slice(1) + word.slice(0, 1));
  }),
};

const NAMES = Object.keys(MUTATORS);
/** Most mutants shall be nearly right: a wrecked file says little about the reader behind the parser. */
const EDITS = [1, 1, 1, 1, 2, 2, 3, 5];

export interface Mutated {
  readonly text: string;
  /** What was done, for reports. */
  readonly done: readonly string[];
}

/** A text with a few random edits. @param others texts that words and blocks are taken from. */
export function mutateText(text: string, random: () => number, others: readonly string[] = [text]): Mutated {
  const choice = new Choice(random);
  const done: string[] = [];
  let result = text;
  for (let edits = choice.of(EDITS); edits > 0; edits -= 1) {
    const name = choice.of(NAMES);
    const next = MUTATORS[name]?.(result, choice, others) ?? result;
    // Doubling now and then is enough; a text that only grows makes every later mutant slow and alike.
    if (next.length < 200_000) result = next;
    done.push(name);
  }
  return { text: result, done };
}

/** The same, when only the text is of interest. */
export function mutate(text: string, random: () => number): string {
  return mutateText(text, random).text;
}
