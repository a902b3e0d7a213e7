/** Where a cursor stands in a YAML file that is being written, and so is often not YAML yet. */
export interface CursorPlace {
  /** Keys and list positions from the top to the mapping or list that the cursor is in. */
  readonly path: readonly (string | number)[];
  /** The key whose value is being written; null = a key (or an item of a list) is being written. */
  readonly key: string | null;
  /** What is written before the cursor in the key or value. */
  readonly prefix: string;
  /** Keys that already stand in the same mapping, before or after the cursor. */
  readonly written: readonly string[];
  /** The cursor is in a comment or a block of text: there is nothing to offer. */
  readonly inText: boolean;
}

type Frame = { readonly indent: number; readonly step: string | number };

interface FlowFrame {
  readonly open: '{' | '[';
  key: string | null;
  index: number;
  keys: string[];
}

const KEY = /^("[^"]*"|'[^']*'|[^\s:#'"{}[\],][^:#{}[\],]*?)\s*:(?=\s|$)/;

function unquoted(key: string): string {
  return /^(["']).*\1$/.test(key) ? key.slice(1, -1) : key;
}

/** Reads flow collections (`{ a: [b, c] }`), also over several lines. */
class FlowReader {
  readonly stack: FlowFrame[] = [];
  private token = '';
  private quote = '';

  get open(): boolean {
    return this.stack.length > 0;
  }

  /** Reads on to the end of a text; false = a comment began. */
  read(text: string): boolean {
    for (let index = 0; index < text.length; index += 1) {
      const character = text[index] ?? '';
      if (this.quote !== '') {
        this.token += character;
        if (character === this.quote) this.quote = '';
        continue;
      }
      if (character === '#' && (index === 0 || /\s/.test(text[index - 1] ?? ''))) return false;
      this.take(character, text[index + 1] ?? '');
      if (!this.open) return true;
    }
    this.token += '\n';
    return true;
  }

  /** What is written of the key or value at the end. */
  get prefix(): string {
    return this.token.replace(/^\s+/, '').replace(/\n$/, '');
  }

  private take(character: string, next: string): void {
    const top = this.stack.at(-1);
    switch (character) {
      case '"':
      case "'":
        if (this.token.trim() === '') this.quote = character;
        this.token += character;
        return;
      case '{':
      case '[':
        // A bracket within a condition (`in ["smb"]`) is text of the value, but cannot be told from a list here.
        this.stack.push({ open: character, key: null, index: 0, keys: [] });
        this.token = '';
        return;
      case '}':
      case ']':
        this.stack.pop();
        this.token = '';
        return;
      case ',':
        if (top) {
          top.key = null;
          top.index += 1;
        }
        this.token = '';
        return;
      case ':':
        if (top?.open === '{' && top.key === null && /^\s?$/.test(next)) {
          top.key = unquoted(this.token.trim());
          top.keys.push(top.key);
          this.token = '';
          return;
        }
        break;
      default:
    }
    this.token += character;
  }
}

/** The part of a line before a comment. */
function withoutComment(line: string): { readonly text: string; readonly comment: boolean } {
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '#' && (index === 0 || /\s/.test(line[index - 1] ?? '')))
      return { text: line.slice(0, index), comment: true };
  }
  return { text: line, comment: false };
}

class BlockReader {
  frames: Frame[] = [];
  /** Next position of the list that begins at an indent. */
  private readonly positions = new Map<string, number>();
  flow: FlowReader | null = null;
  /** Indent of the key whose block text (`|`, `>`) goes on. */
  private textIndent: number | null = null;
  key: string | null = null;
  prefix = '';
  comment = false;

  get inText(): boolean {
    return this.comment || this.textIndent !== null;
  }

  line(raw: string): void {
    this.comment = false;
    const indent = /^ */.exec(raw)?.[0].length ?? 0;
    if (this.textIndent !== null) {
      if (raw.trim() === '' || indent > this.textIndent) return;
      this.textIndent = null;
    }
    if (this.flow?.open) {
      this.comment = !this.flow.read(raw);
      return;
    }
    this.flow = null;
    const { text, comment } = withoutComment(raw);
    this.comment = comment;
    this.block(text, indent);
  }

  private block(text: string, indent: number): void {
    this.key = null;
    this.prefix = '';
    let at = indent;
    let rest = text.slice(indent);
    this.leave(at, /^-(\s|$)/.test(rest));
    for (let item = /^-(\s+|$)/.exec(rest); item; item = /^-(\s+|$)/.exec(rest)) {
      const place = `${this.frames.map(({ step }) => step).join('/')}@${at}`;
      const position = this.positions.get(place) ?? 0;
      this.positions.set(place, position + 1);
      this.frames.push({ indent: at, step: position });
      at += item[0].length;
      rest = rest.slice(item[0].length);
    }
    const key = KEY.exec(rest);
    if (!key) {
      this.prefix = rest;
      if (/^[{[]/.test(rest)) this.begin(rest);
      return;
    }
    const name = unquoted(key[1] ?? '');
    const value = rest.slice(key[0].length);
    this.frames.push({ indent: at, step: name });
    this.key = name;
    this.prefix = value.replace(/^\s+/, '');
    if (/^[|>][-+0-9]*\s*$/.test(this.prefix)) this.textIndent = at;
    else if (/^[{[]/.test(this.prefix)) this.begin(this.prefix);
  }

  private begin(text: string): void {
    this.flow = new FlowReader();
    this.comment = !this.flow.read(text) || this.comment;
  }

  /** Ends what is not above this indent; a list may stand at the same indent as the key above it. */
  private leave(indent: number, item: boolean): void {
    while (this.frames.length > 0) {
      const last = this.frames.at(-1);
      if (!last || last.indent < indent || (item && last.indent === indent && typeof last.step === 'string')) return;
      this.frames.pop();
      if (typeof last.step === 'string') this.forget();
    }
  }

  /** Positions of lists below what was left count anew. */
  private forget(): void {
    const here = this.frames.map(({ step }) => step).join('/');
    for (const place of this.positions.keys()) {
      const of = place.slice(0, place.lastIndexOf('@'));
      if (of !== here && of.startsWith(here === '' ? '' : `${here}/`)) this.positions.delete(place);
    }
  }
}

/** Keys that stand in the mapping at a path, as far as lines tell. */
function keysAt(lines: readonly string[], path: readonly (string | number)[]): readonly string[] {
  const reader = new BlockReader();
  const keys = new Set<string>();
  for (const line of lines) {
    reader.line(line);
    if (reader.key === null) continue;
    const parent = reader.frames.slice(0, -1).map(({ step }) => step);
    if (parent.length === path.length && parent.every((step, index) => step === path[index])) keys.add(reader.key);
  }
  return [...keys];
}

/**
 * Where a cursor stands, read line by line from indents and brackets, so that a file with mistakes has places too.
 * @param offset of the cursor, in UTF-16 code units from the start of the text.
 */
export function cursorPlace(text: string, offset: number): CursorPlace {
  const lines = text.slice(0, offset).split(/\r?\n/);
  const reader = new BlockReader();
  for (const line of lines) reader.line(line);
  const inText = reader.inText;
  const last = lines.at(-1) ?? '';
  if (reader.flow?.open) {
    const flow = reader.flow;
    const path = reader.frames.map(({ step }) => step);
    flow.stack.forEach((frame, depth) => {
      const inner = depth < flow.stack.length - 1;
      if (frame.open === '[') path.push(frame.index);
      else if (inner && frame.key !== null) path.push(frame.key);
    });
    const top = flow.stack.at(-1);
    return { path, key: top?.key ?? null, prefix: flow.prefix, written: top?.keys ?? [], inText };
  }
  const path = reader.frames.map(({ step }) => step);
  const all = text.split(/\r?\n/);
  if (reader.key !== null) {
    path.pop();
    return { path, key: reader.key, prefix: reader.prefix, written: keysAt(all, path), inText };
  }
  // An empty line belongs to what its indent says; the reader has left deeper frames already.
  const others = all.filter((_, index) => index !== lines.length - 1 || KEY.test(last.trim()));
  return { path, key: null, prefix: reader.prefix, written: keysAt(others, path), inText };
}
