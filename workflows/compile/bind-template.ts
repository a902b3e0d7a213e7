import { formatLiteral } from '../condition/format-value.js';
import { durationWords } from '../language/duration-words.js';
import { parseTemplate } from '../language/parse-template.js';
import type { Locale, LocalizedText } from '../model/localized-text.js';
import type { PlanTemplates, TemplateSource } from '../model/plan.js';
import type { AuthoredParameter, ParameterValue } from '../model/playbook.js';

/** Parameter -> its value, and what it is. */
export type TemplateParameters = ReadonlyMap<
  string,
  { readonly type: AuthoredParameter['type']; readonly value: ParameterValue }
>;

const PREFIX = 'parameter.';
const YES_NO = { en: ['yes', 'no'], zh: ['是', '否'] } as const;

/** A value as a reader sees it. Braces become parentheses, for they could begin or end a path. */
function words(type: AuthoredParameter['type'], value: ParameterValue, locale: Locale): string {
  if (value !== null && typeof value === 'object') return durationWords(value, locale);
  if (typeof value === 'boolean') return YES_NO[locale][value ? 0 : 1];
  const text = typeof value === 'string' ? value : formatLiteral(value, type);
  return text.replaceAll('{', '(').replaceAll('}', ')');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

class Binder {
  private readonly lineStarts = [0];

  constructor(
    private readonly text: string,
    private readonly parameters: TemplateParameters,
    private readonly locale: Locale,
    private readonly html: boolean,
  ) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
  }

  private offset({ line, column }: hbs.AST.Position): number {
    return (this.lineStarts[line - 1] ?? 0) + column;
  }

  private named(node: hbs.AST.Node | undefined) {
    if (node?.type !== 'PathExpression') return undefined;
    const name = (node as hbs.AST.PathExpression).parts.join('.');
    return name.startsWith(PREFIX) ? this.parameters.get(name.slice(PREFIX.length)) : undefined;
  }

  /** A program's own text with its parameters bound. */
  private inside(program: hbs.AST.Program | undefined): string {
    const first = program?.body[0];
    const last = program?.body.at(-1);
    if (!program || !first || !last) return '';
    return this.between(this.offset(first.loc.start), this.offset(last.loc.end), program);
  }

  private between(start: number, end: number, program: hbs.AST.Program): string {
    let result = '';
    let at = start;
    for (const statement of program.body) {
      const from = this.offset(statement.loc.start);
      const to = this.offset(statement.loc.end);
      const bound = this.statement(statement, from, to);
      if (bound === null) continue;
      result += this.text.slice(at, from) + bound;
      at = to;
    }
    return result + this.text.slice(at, end);
  }

  /** What stands in a statement's place; null = itself. */
  private statement(statement: hbs.AST.Statement, from: number, to: number): string | null {
    if (statement.type === 'MustacheStatement') {
      const parameter = this.named((statement as hbs.AST.MustacheStatement).path);
      if (!parameter) return null;
      const text = words(parameter.type, parameter.value, this.locale);
      return this.html ? text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character) : text;
    }
    if (statement.type !== 'BlockStatement') return null;
    const { path, params, program, inverse } = statement as hbs.AST.BlockStatement;
    const parameter = this.named(params[0]);
    const other = inverse as hbs.AST.Program | undefined;
    if (parameter) {
      // A number is there, also when it is 0: only a yes/no can be "no".
      const holds = parameter.value !== false && parameter.value !== '';
      const negated = path.type === 'PathExpression' && (path as hbs.AST.PathExpression).original === 'unless';
      return this.inside(holds === negated ? other : program);
    }
    let result = '';
    let at = from;
    for (const part of [program, other]) {
      const first = part?.body[0];
      const last = part?.body.at(-1);
      if (!part || !first || !last) continue;
      const begin = this.offset(first.loc.start);
      const end = this.offset(last.loc.end);
      result += this.text.slice(at, begin) + this.between(begin, end, part);
      at = end;
    }
    return result + this.text.slice(at, to);
  }

  whole(): string {
    return this.between(0, this.text.length, parseTemplate(this.text));
  }
}

/** A template with its `parameter.<name>` replaced by their values; every other letter stays. */
export function bindInTemplate(text: string, parameters: TemplateParameters, locale: Locale, html = false): string {
  if (parameters.size === 0 || !text.includes(PREFIX)) return text;
  try {
    return new Binder(text, parameters, locale, html).whole();
  } catch {
    // What is no template was reported; it is never compiled.
    return text;
  }
}

/** The same for a text in one language or more. */
export function bindInText(text: LocalizedText, parameters: TemplateParameters): LocalizedText {
  const bound: Partial<Record<Locale, string>> = {};
  for (const locale of ['en', 'zh'] as const) {
    const own = text[locale];
    if (own !== undefined) bound[locale] = bindInTemplate(own, parameters, locale);
  }
  return bound;
}

/** The same for all templates of a playbook. */
export function bindTemplates(templates: PlanTemplates, parameters: TemplateParameters): PlanTemplates {
  if (parameters.size === 0) return templates;
  const source = ({ subject, html, text }: TemplateSource, locale: Locale): TemplateSource => ({
    subject: bindInTemplate(subject, parameters, locale),
    html: html === null ? null : bindInTemplate(html, parameters, locale, true),
    text: bindInTemplate(text, parameters, locale),
  });
  return Object.fromEntries(
    Object.entries(templates).map(([name, locales]) => [
      name,
      {
        ...(locales.en ? { en: source(locales.en, 'en') } : {}),
        ...(locales.zh ? { zh: source(locales.zh, 'zh') } : {}),
      },
    ]),
  );
}
