import { parseTemplate } from './parse-template.js';

function empty(program: hbs.AST.Program | undefined): boolean {
  if (!program) return true;
  return program.body.every((statement) => {
    if (statement.type === 'CommentStatement') return true;
    if (statement.type === 'ContentStatement') return (statement as hbs.AST.ContentStatement).value.trim() === '';
    if (statement.type !== 'BlockStatement') return false;
    const { program: then, inverse } = statement as hbs.AST.BlockStatement;
    return empty(then) || empty(inverse as hbs.AST.Program | undefined);
  });
}

/**
 * True when a template can come out without a word, because everything in it depends on an `{{#if}}`. A value that is
 * printed is never empty: without it nothing is sent. False for what is no template.
 */
export function canComeOutEmpty(text: string): boolean {
  try {
    return empty(parseTemplate(text));
  } catch {
    return false;
  }
}
