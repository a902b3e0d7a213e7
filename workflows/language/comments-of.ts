import { Lexer } from 'yaml';
import { LIMITS } from './pre-scan.js';

export interface Comment {
  /** Where its first mark stands, in code units of the file. */
  readonly start: number;
  readonly end: number;
  /** Without its marks and the spaces around it. */
  readonly text: string;
}

/** The comments of a YAML text, `#` to the end of the line; a # within a text is none. */
function yamlComments(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    // The lexer tells documents, flow ends and scalars by control characters that are not part of the text.
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') continue;
    if (token.startsWith('#')) comments.push({ start: at, end: at + token.length, text: token.replace(/^#+/, '').trim() });
    at += token.length;
  }
  return comments;
}

/** `{{!-- ... --}}` and `{{! ... }}` of a Handlebars text. */
function templateComments(text: string): readonly Comment[] {
  return [...text.matchAll(/\{\{~?!(?:--([\s\S]*?)--|((?!--)[^}]*))~?\}\}/g)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    text: (found[1] ?? found[2] ?? '').trim(),
  }));
}

/** The comments of a file of a book in the order they stand. Total: a file that cannot be read has none. */
export function commentsOf(path: string, text: string): readonly Comment[] {
  if (text.length > LIMITS.bytes) return [];
  return path.endsWith('.hbs') ? templateComments(text) : yamlComments(text);
}
