import { isAlias, isCollection, isPair, isScalar, parseDocument, visit, type Node, type YAMLParseError } from 'yaml';
import type { Diagnostics } from './diagnostics.js';
import { fullWidthNear } from './full-width.js';
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

/** Anchors, aliases and tags: the first of each kind is enough to make the point. */
function refuseFeatures(root: Node, source: SourceText, diagnostics: Diagnostics): boolean {
  const refused = { anchor: false, tag: false };
  visit(root, {
    Node(_key, node) {
      const alias = isAlias(node);
      const anchored = alias || ((isScalar(node) || isCollection(node)) && node.anchor !== undefined);
      if (anchored && !refused.anchor) {
        refused.anchor = true;
        const place = placeOf(node);
        const at = alias ? place : { start: Math.max(0, source.text.lastIndexOf('&', place.start)), end: place.start };
        diagnostics.add(
          source,
          at,
          'yaml-feature',
          'anchors and aliases are not part of the language',
          'write the value out in both places',
        );
      }
      if (!alias && node.tag !== undefined && !refused.tag) {
        refused.tag = true;
        diagnostics.add(
          source,
          placeOf(node),
          'yaml-feature',
          `the tag ${node.tag.replace('tag:yaml.org,2002:', '!!')} is not part of the language`,
          'remove it',
        );
      }
    },
  });
  return refused.anchor || refused.tag;
}

/** `Rescue #1`: a plain text cut short by what looks like a word, not like a remark. */
function warnOfEatenText(root: Node, source: SourceText, diagnostics: Diagnostics): void {
  visit(root, {
    Pair(_key, pair) {
      const { value } = pair;
      if (!isPair(pair) || !isScalar(value) || value.type !== 'PLAIN' || typeof value.value !== 'string' || !value.range) return;
      const after = /^[ \t]+#(?=[^\s#])[^\n]*/.exec(source.text.slice(value.range[1], value.range[1] + 300));
      if (!after) return;
      const start = value.range[1] + after[0].indexOf('#');
      const place = { start, end: start + after[0].trim().length };
      diagnostics.add(
        source,
        place,
        'comment-eats-text',
        'what follows " #" is a comment and is not part of the text',
        'put the text in quotes, or write a space after the #',
        'warning',
      );
    },
  });
}

/** The document's root node, or null after a report. Only well-formed YAML without special features gets through. */
export function parseYaml(source: SourceText, diagnostics: Diagnostics): Node | null {
  const scanned = preScan(source, diagnostics);
  if (!scanned) return null;
  const document = parseDocument(source.text, {
    version: '1.2',
    stringKeys: true,
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: true,
    keepSourceTokens: true,
    prettyErrors: false,
    // Not `silent`: that would also hide that there is a second document. Nothing is printed at `error`.
    logLevel: 'error',
  });
  const duplicates = document.errors.filter((error) => error.code === 'DUPLICATE_KEY');
  for (const error of duplicates) {
    const place = { start: error.pos[0], end: error.pos[1] };
    const key = /^[^\s:,}\]]+/.exec(source.text.slice(place.start))?.[0] ?? '';
    diagnostics.add(
      source,
      { start: place.start, end: place.start + key.length },
      'duplicate-key',
      `"${key}" is written twice`,
      'keep one of the two',
    );
  }
  // Later syntax errors mostly follow from the first one.
  const [first] = document.errors.filter((error) => error.code !== 'DUPLICATE_KEY');
  if (first) {
    const place = { start: first.pos[0], end: first.pos[1] };
    const wide = fullWidthNear(source, place);
    if (wide) {
      const message = `the full-width "${wide.mark}" is part of a text for YAML, it ends no key and parts no values`;
      diagnostics.add(source, wide.place, 'yaml-syntax', message, `write ${wide.write} instead`);
    } else if (first.code === 'MULTIPLE_DOCS') {
      diagnostics.add(
        source,
        place,
        'yaml-feature',
        'one file holds one document',
        'put what follows --- into a file of its own',
      );
    } else if (first.code === 'NON_STRING_KEY') {
      diagnostics.add(source, place, 'yaml-syntax', 'a key must be a plain word', 'put texts with { or [ in quotes');
    } else if (
      /\bin\s*$/.test(source.text.slice(Math.max(0, place.start - 20), place.start)) &&
      source.text[place.start] === '['
    ) {
      const message = 'a condition with a list cannot stand inside brackets';
      diagnostics.add(source, place, 'yaml-syntax', message, 'write each condition on a line of its own that begins with "- "');
    } else {
      const [message, suggestion] = describe(first);
      const open = /^Missing closing "/.test(first.message) ? scanned.openQuote : null;
      const at = open === null ? place : source.restOfLine(open);
      diagnostics.add(
        source,
        at,
        'yaml-syntax',
        open === null ? message : 'this quote is never closed',
        open === null ? suggestion : 'close it',
      );
    }
    return null;
  }
  if (duplicates.length > 0) return null;
  const root = document.contents;
  if (root === null) {
    diagnostics.add(
      source,
      { start: 0, end: 1 },
      'empty-file',
      'the file has no content',
      'begin with apiVersion: playbook/v1 and kind:',
    );
    return null;
  }
  if (refuseFeatures(root, source, diagnostics)) return null;
  const [warning] = document.warnings;
  if (warning) {
    const detail = (warning.message.split('\n')[0] ?? '').toLowerCase();
    diagnostics.add(source, { start: warning.pos[0], end: warning.pos[1] }, 'yaml-feature', detail);
    return null;
  }
  warnOfEatenText(root, source, diagnostics);
  return root;
}
