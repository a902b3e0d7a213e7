import Handlebars from 'handlebars';

/** A book sends the same few templates again and again, and an editor asks after every keystroke. */
const KEPT = 256;
const parsed = new Map<string, hbs.AST.Program>();

/**
 * The syntax tree of a template; nobody may change it, for it is shared. The texts asked for last are kept, so that
 * the same template is parsed once for all its playbooks.
 * @throws what Handlebars throws for a text that is no template.
 */
export function parseTemplate(text: string): hbs.AST.Program {
  const known = parsed.get(text);
  if (known) {
    parsed.delete(text);
    parsed.set(text, known);
    return known;
  }
  const program = Handlebars.parse(text);
  parsed.set(text, program);
  const [oldest] = parsed.keys();
  if (parsed.size > KEPT && oldest !== undefined) parsed.delete(oldest);
  return program;
}
