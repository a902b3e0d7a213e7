import { isMap, parseDocument } from 'yaml';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { SourceFile } from '../../model/playbook.js';
import { Diagnostics } from '../diagnostics.js';
import { parseYaml } from '../parse-yaml.js';
import { SourceText } from '../source-text.js';
import { BOOK_KINDS } from '../vocabulary/book-kind.js';
import { KIND_MAPPINGS } from '../vocabulary/mappings.js';
import { attachComments, layoutOf } from './layout.js';
import { orderLayout } from './order-layout.js';
import { placedComments } from './placed-comments.js';
import { LayoutPrinter } from './print-layout.js';

/** A file in its canonical layout. */
export interface FormatResult {
  /** Null = left alone: it is not well-formed, or (without diagnostics) its new text would not say the same. */
  readonly text: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

const OPTIONS = {
  version: '1.2',
  stringKeys: true,
  merge: false,
  resolveKnownTags: false,
  keepSourceTokens: true,
  prettyErrors: false,
  logLevel: 'error',
} as const;

/** The same values, whatever the order of keys. */
function sameContent(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameContent(item, b[index]));
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b);
  const [left, right] = [a, b] as Readonly<Record<string, unknown>>[];
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameContent(left?.[key], right?.[key]))
  );
}

function sameComments(file: string, a: string, b: string): boolean {
  const sorted = (text: string) =>
    placedComments(file, text)
      .map((comment) => comment.text)
      .sort()
      .join('\n');
  return sorted(a) === sorted(b);
}

/**
 * Lays a YAML file of a book out: keys in canonical order, two spaces a level, LF, at most one empty line, quotes only
 * where they do something, brackets kept where they fit a line. Comments stay with their key or item. A file that is not
 * well-formed is left alone, one of no kind of ours stays as it is. Before a text is given back it is held against the
 * old one: the same values, the same comments.
 */
export function formatPlaybook(file: SourceFile): FormatResult {
  const diagnostics = new Diagnostics();
  if (parseYaml(new SourceText(file.path, file.text), diagnostics) === null)
    return { text: null, diagnostics: diagnostics.all() };
  const text = file.text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const document = parseDocument(text, OPTIONS);
  const root = document.contents;
  const written: unknown = isMap(root) ? root.get('kind') : null;
  const kind = BOOK_KINDS.find((one) => one === written);
  if (!isMap(root) || !kind) return { text: file.text, diagnostics: [] };
  const layout = layoutOf(root, text);
  const head = attachComments(layout, placedComments(file.path, text), text);
  orderLayout(layout, { is: 'mapping', mapping: KIND_MAPPINGS[kind] });
  const next = `${new LayoutPrinter(text).file(layout, head).join('\n')}\n`;
  const again = parseDocument(next, OPTIONS);
  const safe = again.errors.length === 0 && sameContent(document.toJS(), again.toJS()) && sameComments(file.path, text, next);
  return { text: safe ? next : null, diagnostics: [] };
}
