import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLParseError,
  type YAMLSeq,
} from 'yaml';
import type { Advice } from '../model/diagnostic.js';
import { composeYaml } from './compose-yaml.js';
import type { Diagnostics } from './diagnostics.js';
import { fullWidthMessage, fullWidthNear } from './full-width.js';
import { isPlainNumber } from './odd-number.js';
import { preScan } from './pre-scan.js';
import type { Place, SourceText } from './source-text.js';

const MESSAGES: Readonly<Record<string, readonly [message: string, suggestion: string]>> = {
  TAB_AS_INDENT: ['a tab is used for indentation', 'indent with spaces'],
  BAD_INDENT: ['the indentation does not fit', 'align the line with its neighbours'],
  BLOCK_AS_IMPLICIT_KEY: [
    'a mapping begins where a plain value is expected',
    'put the text in quotes, or move the key to its own line',
  ],
  BLOCK_IN_FLOW: ['a block begins inside brackets', 'write it on one line, or without the brackets'],
  MULTILINE_IMPLICIT_KEY: ['a key runs over several lines', 'is a ":" missing, or a quote not closed?'],
  MISSING_CHAR: ['a closing bracket or quote, or a space or comma, is missing', 'close it, or put the text in quotes'],
  UNEXPECTED_TOKEN: ['this is not expected here', 'is a quote, bracket or ":" missing? Texts with : # { [ need quotes'],
  BAD_DQ_ESCAPE: ['a \\ in double quotes begins an escape that does not exist', "write \\\\, or use single quotes '...'"],
  BAD_SCALAR_START: ['a text cannot begin with this character', 'put the text in quotes'],
  KEY_OVER_1024_CHARS: ['a key is longer than 1,024 characters', 'is a quote not closed?'],
  RESOURCE_EXHAUSTION: ['this is nested too deeply', 'flatten this part'],
  PROP_BEFORE_SEP: ['this is not expected before the ":"', 'put the text in quotes'],
};

function describe(error: YAMLParseError): readonly [string, string | undefined] {
  const known = MESSAGES[error.code];
  const detail = (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
  return known ?? [detail.charAt(0).toLowerCase() + detail.slice(1), undefined];
}

function placeOf(node: Node | null | undefined): Place {
  const [start, end] = node?.range ?? [0, 1];
  return { start, end: Math.max(end, start + 1) };
}

/** A number in a notation that is not part of the language is a text, so that whoever wants a number refuses it. */
function plainNumber(node: Scalar): void {
  if (node.source === undefined || !isPlainNumber(node.source)) node.value = node.source ?? '';
  else if (node.value === 0) node.value = 0; // not -0, which is written as 0
}

/** What is looked for in one walk over all nodes. */
class NodeWalk {
  refused = false;
  private anchor = false;
  private tag = false;

  constructor(
    private readonly source: SourceText,
    private readonly diagnostics: Diagnostics,
  ) {}

  node(node: unknown): void {
    if (isScalar(node)) {
      this.features(node);
      if (typeof node.value === 'number') plainNumber(node);
      if (node.type === 'PLAIN' && typeof node.value === 'string') this.eatenText(node);
    } else if (isMap(node)) {
      this.features(node);
      const keys = new Set<unknown>();
      for (const { key, value } of node.items) {
        if (isScalar(key)) this.key(key, keys);
        this.node(key);
        this.node(value);
      }
    } else if (isSeq(node)) {
      this.features(node);
      for (const item of node.items) this.node(item);
    } else if (isAlias(node)) this.refuseAnchor(placeOf(node));
    else if (isPair(node)) {
      this.node(node.key);
      this.node(node.value);
    }
  }

  private key(key: Scalar, before: Set<unknown>): void {
    if (key.value === '<<' && !this.anchor) {
      this.anchor = this.refused = true;
      const message = 'merge keys (<<) are not part of the language';
      this.diagnostics.add(this.source, placeOf(key), 'yaml-feature', message, 'write the keys out in both places');
    }
    if (before.has(key.value)) {
      this.refused = true;
      this.diagnostics.add(
        this.source,
        placeOf(key),
        'duplicate-key',
        `"${String(key.value)}" is written twice`,
        'keep one of the two',
      );
    }
    before.add(key.value);
  }

  /** Anchors, aliases and tags: the first of each kind is enough to make the point. */
  private features(node: Scalar | YAMLMap | YAMLSeq): void {
    if (node.anchor !== undefined) {
      const { start } = placeOf(node);
      this.refuseAnchor({ start: Math.max(0, this.source.text.lastIndexOf('&', start)), end: start });
    }
    if (node.tag === undefined || this.tag) return;
    this.tag = this.refused = true;
    const message = `the tag ${node.tag.replace('tag:yaml.org,2002:', '!!')} is not part of the language`;
    const { start } = placeOf(node);
    const written = /!\S*(?=\s*$)/.exec(this.source.text.slice(Math.max(0, start - 200), start));
    const at = written ? Math.max(0, start - 200) + written.index : start;
    const place = { start: at, end: at + (written?.[0].length ?? 1) };
    this.diagnostics.add(this.source, place, 'yaml-feature', message, 'remove it');
  }

  private refuseAnchor(place: Place): void {
    if (this.anchor) return;
    this.anchor = this.refused = true;
    const message = 'anchors and aliases are not part of the language';
    this.diagnostics.add(this.source, place, 'yaml-feature', message, 'write the value out in both places');
  }

  /** `Rescue #1`: a plain text cut short by what looks like a word, not like a remark. */
  private eatenText({ range }: Scalar): void {
    const { text } = this.source;
    // Where nothing but a line end follows, as nearly everywhere, there is nothing to search.
    if (!range || (text[range[1]] !== ' ' && text[range[1]] !== '\t')) return;
    const after = /^[ \t]+#(?=[^\s#])[^\n]*/.exec(text.slice(range[1], range[1] + 300));
    if (!after) return;
    const start = range[1] + after[0].indexOf('#');
    this.diagnostics.add(
      this.source,
      { start, end: start + after[0].trim().length },
      'comment-eats-text',
      'what follows " #" is a comment and is not part of the text',
      'put the text in quotes, or write a space after the #',
      'warning',
    );
  }
}

/** A text that goes on after `{{` within brackets, without quotes: YAML takes the braces for a mapping. Null = it is none. */
function unquotedTemplate(text: string, at: number): Place | null {
  if (text[at] !== '{' || (text[at + 1] !== '{' && text[at - 1] !== '{')) return null;
  const lineStart = text.lastIndexOf('\n', at) + 1;
  const before = /(?:[:,{[-]\s+|[{[])([^:,{}[\]\s][^:,{}[\]]*)$/.exec(text.slice(lineStart, text[at - 1] === '{' ? at - 1 : at));
  if (!before) return null;
  const rest = /^(?:\{\{[^{}\n]*\}\}|[^,{}[\]\n])*/.exec(text.slice(text[at - 1] === '{' ? at - 1 : at))?.[0] ?? '';
  const start = lineStart + before.index + before[0].length - (before[1]?.length ?? 0);
  return { start, end: start + (before[1]?.length ?? 0) + rest.trimEnd().length };
}

/** The syntax error in an author's words, at the place where it was made. */
function reportError(error: YAMLParseError, source: SourceText, diagnostics: Diagnostics, openQuote: number | null): void {
  const { text } = source;
  const place = { start: error.pos[0], end: error.pos[1] };
  const add = (at: Place, message: string, advice?: string | Advice): void =>
    diagnostics.add(source, at, 'yaml-syntax', message, advice);
  const template = unquotedTemplate(text, place.start);
  if (template) {
    const written = text.slice(template.start, template.end);
    const message = 'a text with {{ }} must be in quotes';
    const advice = /["\\]/.test(written) ? 'put it in quotes' : { says: `write "${written}"`, write: `"${written}"` };
    return diagnostics.add(source, template, 'unquoted-template', message, advice);
  }
  const wide = fullWidthNear(source, place);
  if (wide) return add(wide.place, fullWidthMessage(wide), { says: `write ${wide.write} instead`, write: wide.half });
  if (error.code === 'NON_STRING_KEY') return add(place, 'a key must be a plain word', 'put texts with { or [ in quotes');
  if (/\bin\s*$/.test(text.slice(Math.max(0, place.start - 20), place.start)) && text[place.start] === '[') {
    const message = 'a condition with a list cannot stand inside brackets';
    return add(place, message, 'write each condition on a line of its own that begins with "- "');
  }
  if (openQuote !== null && /^Missing closing ["']/.test(error.message)) {
    const open = source.restOfLine(openQuote);
    const wrong = /[“”「」『』＂]/.exec(text.slice(open.start, open.end));
    const fix = wrong ? `close it with ${text[openQuote]}: ${wrong[0]} is another character` : 'close it';
    return add(open, 'this quote is never closed', fix);
  }
  const [message, suggestion] = describe(error);
  add(place, message, suggestion);
}

/** The document's root node, or null after a report. Only well-formed YAML without special features gets through. */
export function parseYaml(source: SourceText, diagnostics: Diagnostics): Node | null {
  const scanned = preScan(source, diagnostics);
  if (!scanned) return null;
  const { contents: root, error, warning, second, tooDeep } = composeYaml(source.text);
  if (tooDeep) {
    diagnostics.add(source, source.restOfLine(0), 'yaml-limit', 'the file is nested too deeply', 'flatten it');
    return null;
  }
  if (second !== null) {
    const place = source.restOfLine(second);
    diagnostics.add(source, place, 'yaml-feature', 'one file holds one document', 'put what follows --- into a file of its own');
    return null;
  }
  if (error) {
    reportError(error, source, diagnostics, scanned.openQuote);
    return null;
  }
  if (root === null || (isScalar(root) && root.value === null)) {
    const fix = 'begin with apiVersion: playbook/v1 and kind:';
    diagnostics.add(source, source.restOfLine(0), 'empty-file', 'the file has no content', fix);
    return null;
  }
  const walk = new NodeWalk(source, diagnostics);
  walk.node(root);
  if (walk.refused) return null;
  if (warning) {
    const detail = (warning.message.split('\n')[0] ?? '').toLowerCase();
    diagnostics.add(source, { start: warning.pos[0], end: warning.pos[1] }, 'yaml-feature', detail);
    return null;
  }
  return root;
}
