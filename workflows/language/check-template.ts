import { HtmlScanner } from './html-place.js';
import { parseTemplate } from './parse-template.js';
import { saysOf, type Advice } from '../model/diagnostic.js';
import { nearestAdvice } from '../model/did-you-mean.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';
import type { Place } from './source-text.js';
import type { TemplatePaths } from './template-paths.js';

export const TEMPLATE_LIMITS = { characters: 20_000, nodes: 500, depth: 8, eaches: 2 } as const;
/** What a template may do, in a sentence for messages. */
const ALLOWED = 'templates may use {{path}}, {{#if path}}, {{#unless path}} and {{#each path}}';
/** More tags than nodes allowed are refused before they are parsed, for the parser recurses. */
const MAX_TAGS = 2_000;

/** Attributes whose value a program follows or runs. */
const URL_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['href', 'src', 'srcset', 'action', 'formaction', 'style', 'background', 'poster', 'data', 'cite', 'ping'],
  ...['xlink:href', 'srcdoc', 'http-equiv', 'content'],
]);

export type TemplateReport = (at: Place, code: DiagnosticCode, message: string, suggestion?: string | Advice) => void;

/** A path that a template names. */
export interface TemplateUsed {
  readonly path: string;
  /** False = it is only asked for, by `{{#if}}` and the like. */
  readonly printed: boolean;
  /** The things that an `{{#if}}` around it asked for. */
  readonly guards: readonly string[];
  readonly at: Place;
}

interface Scope {
  readonly depth: number;
  readonly eaches: number;
}

class TemplateChecker {
  private nodes = 0;
  private readonly lineStarts: number[] = [0];
  /** Paths printed or asked for, with the guards (`{{#if}}`) around them. */
  readonly used: TemplateUsed[] = [];
  private readonly guards: string[] = [];
  private readonly scanner: HtmlScanner | null;

  constructor(
    private readonly text: string,
    private readonly paths: TemplatePaths,
    html: boolean,
    private readonly report: TemplateReport,
  ) {
    this.scanner = html ? new HtmlScanner(text) : null;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
  }

  private place(loc: hbs.AST.SourceLocation): Place {
    const offset = ({ line, column }: hbs.AST.Position): number => (this.lineStarts[line - 1] ?? 0) + column;
    return { start: offset(loc.start), end: offset(loc.end) };
  }

  private refuse(node: hbs.AST.Node, message: string, suggestion: string | Advice = ALLOWED): void {
    this.report(this.place(node.loc), 'template-feature', message, suggestion);
  }

  program(program: hbs.AST.Program, scope: Scope): void {
    if (scope.depth > TEMPLATE_LIMITS.depth) {
      this.refuse(program, `blocks are nested deeper than ${TEMPLATE_LIMITS.depth}`, 'flatten the template');
      return;
    }
    if (program.blockParams?.length) this.refuse(program, 'names after "as" are not part of templates');
    program.body.forEach((statement) => {
      this.nodes += 1;
      if (this.nodes === TEMPLATE_LIMITS.nodes + 1)
        this.refuse(statement, `more than ${TEMPLATE_LIMITS.nodes} parts in a template`, 'shorten it');
      if (this.nodes <= TEMPLATE_LIMITS.nodes) this.statement(statement, scope);
    });
  }

  private statement(statement: hbs.AST.Statement, scope: Scope): void {
    switch (statement.type) {
      case 'ContentStatement':
      case 'CommentStatement':
        return;
      case 'MustacheStatement':
        return this.mustache(statement as hbs.AST.MustacheStatement, scope);
      case 'BlockStatement':
        return this.block(statement as hbs.AST.BlockStatement, scope);
      case 'PartialStatement':
      case 'PartialBlockStatement':
        return this.refuse(statement, 'partials {{> }} are not part of templates');
      default:
        return this.refuse(statement, 'decorators {{* }} are not part of templates');
    }
  }

  private mustache(node: hbs.AST.MustacheStatement, scope: Scope): void {
    if (!node.escaped)
      return this.refuse(node, 'unescaped output {{{ }}} or {{& }} is not part of templates', this.escaped(node));
    if (node.path.type !== 'PathExpression') return this.refuse(node, 'a constant needs no {{ }}', 'write the text itself');
    const path = node.path as hbs.AST.PathExpression;
    if (node.params.length > 0 || (node.hash as hbs.AST.Hash | undefined)?.pairs.length) {
      return this.refuse(node, `there is no helper "${path.original}"`);
    }
    this.path(path, 'value', scope);
    this.markup(node);
  }

  /** Escaping is for text and quoted attributes; a link, a style or a script is not made safe by it. */
  private markup(node: hbs.AST.MustacheStatement): void {
    if (!this.scanner) return;
    const at = this.place(node.loc);
    const place = this.scanner.placeAt(at.start);
    if (place.in === 'tag') {
      this.report(at, 'template-url', 'a tag cannot get an attribute from data', 'write the attribute, with the value in quotes');
    } else if (place.in === 'raw') {
      const message = `a ${place.element} cannot be filled from data: escaping does not make it safe`;
      this.report(at, 'template-url', message, `print the value outside of <${place.element}>`);
    } else if (place.in === 'attribute' && (URL_ATTRIBUTES.has(place.name) || place.name.startsWith('on'))) {
      const message = 'a link, style or script cannot be filled from data: escaping does not make it safe';
      this.report(at, 'template-url', message, 'write a fixed address');
    } else if (place.in === 'attribute' && !place.quoted) {
      this.report(at, 'template-url', 'an attribute filled from data needs quotes', 'write ="{{ ... }}"');
    }
  }

  private block(node: hbs.AST.BlockStatement, scope: Scope): void {
    const name = node.path.type === 'PathExpression' ? (node.path as hbs.AST.PathExpression).original : '';
    if (name !== 'if' && name !== 'unless' && name !== 'each') return this.refuse(node, `there is no block {{#${name}}}`);
    const [param] = node.params;
    if (
      !param ||
      node.params.length > 1 ||
      param.type !== 'PathExpression' ||
      (node.hash as hbs.AST.Hash | undefined)?.pairs.length
    ) {
      return this.refuse(node, `{{#${name}}} takes one path`, `write {{#${name} account.champion}}`);
    }
    const isEach = name === 'each';
    if (isEach && scope.eaches >= TEMPLATE_LIMITS.eaches)
      return this.refuse(node, 'more than two {{#each}} inside each other', 'flatten the template');
    const guard = this.path(param as hbs.AST.PathExpression, isEach ? 'list' : 'thing', scope);
    const inner = { depth: scope.depth + 1, eaches: scope.eaches + (isEach ? 1 : 0) };
    const guarded = (program: hbs.AST.Program | undefined, holds: boolean): void => {
      if (!program) return;
      if (holds && guard !== null) this.guards.push(guard);
      this.program(program, inner);
      if (holds && guard !== null) this.guards.pop();
    };
    guarded(node.program, name === 'if');
    guarded(node.inverse as hbs.AST.Program | undefined, name === 'unless');
  }

  /** The path when it exists, or null after a report. */
  private path(path: hbs.AST.PathExpression, wanted: 'value' | 'thing' | 'list', scope: Scope): string | null {
    const at = this.place(path.loc);
    const written = path.original;
    if (path.data || path.depth > 0) {
      this.report(at, 'template-feature', `${written} is not part of templates`, 'write the whole path, e.g. account.name');
      return null;
    }
    if (scope.eaches > 0 && (written === 'this' || written.startsWith('this.'))) return null;
    const name = path.parts.join('.');
    if (name === 'lookup' || name === 'log') {
      this.report(at, 'template-feature', `${name} is not part of templates`, ALLOWED);
      return null;
    }
    const { openPrefix } = this.paths;
    const open =
      openPrefix !== null &&
      name.startsWith(openPrefix) &&
      path.parts.length === 3 &&
      /^[A-Za-z0-9_]+$/.test(path.parts[2] ?? '');
    const kind = open ? 'value' : Object.hasOwn(this.paths.known, name) ? this.paths.known[name] : undefined;
    if (kind === undefined || written.startsWith('this') || written.startsWith('.')) {
      this.report(at, 'template-path', `there is no "${written}" for templates`, this.suggest(name, at));
      return null;
    }
    if (wanted === 'list' && kind !== 'list') {
      this.report(at, 'template-path', `${written} is not a list`, 'use {{#if}} to ask whether it is there');
      return null;
    }
    if (wanted === 'value' && kind !== 'value') {
      const example = Object.keys(this.paths.known).find((known) => known.startsWith(`${name}.`));
      this.report(
        at,
        'template-path',
        `${written} is not a value that can be printed`,
        example ? `write e.g. ${example}` : undefined,
      );
      return null;
    }
    this.used.push({ path: name, printed: wanted === 'value', guards: [...this.guards], at });
    return name;
  }

  /** `{{{ x }}}` and `{{& x }}` with two braces. */
  private escaped(node: hbs.AST.Node): string | Advice {
    const { start, end } = this.place(node.loc);
    const inner = /^\{\{(?:\{([^{}]*)\}|& ?([^{}]*))\}\}$/.exec(this.text.slice(start, end));
    const path = inner?.[1] ?? inner?.[2];
    return path === undefined ? 'write {{ }}' : { says: 'write {{ }}', write: `{{${path}}}` };
  }

  /** Only the last word is compared where the words before it are right: what they have in common makes nothing near. */
  private nearSibling(name: string, known: readonly string[]): string | Advice | undefined {
    const parent = name.slice(0, name.lastIndexOf('.') + 1);
    const siblings = known.filter((path) => path.startsWith(parent) && !path.includes('.', parent.length));
    if (parent === '' || siblings.length === 0) return undefined;
    const words = siblings.map((path) => path.slice(parent.length));
    const near = nearestAdvice(name.slice(parent.length), words);
    if (typeof near === 'object') return { says: `did you mean "${parent}${near.write}"?`, write: `${parent}${near.write}` };
    if (near !== undefined) return near.replace('"', `"${parent}`);
    return siblings.length <= 12 ? `known: ${siblings.join(', ')}` : undefined;
  }

  private suggest(name: string, at: Place): string | Advice | undefined {
    const known = Object.keys(this.paths.known);
    const family = known.filter((path) => path.startsWith(`${name.split('.')[0] ?? ''}.`));
    const guess = this.nearSibling(name, known) ?? nearestAdvice(name, known);
    // A path can be written in other ways (`[a b]`, spaces): then there is nothing to replace.
    if (guess !== undefined) return this.text.slice(at.start, at.end) === name ? guess : saysOf(guess);
    if (family.length > 0) return family.length <= 12 ? `known: ${family.join(', ')}` : undefined;
    return 'paths begin with account, contact, health, metric, contract, playbook, outcome or parameter';
  }
}

export interface TemplateUse {
  readonly used: readonly TemplateUsed[];
}

/** Handlebars' own message without its excerpt, which our frame shows better. */
function syntaxMessage(error: unknown): { line: number; message: string } {
  const text = error instanceof Error ? error.message : String(error);
  const parse = /^Parse error on line (\d+):/.exec(text);
  if (parse) {
    const got = /got '(\w+)'/.exec(text)?.[1];
    return { line: Number(parse[1]), message: got === 'EOF' ? 'a {{# }} block is not closed' : 'a {{ }} cannot be read' };
  }
  const mismatch = /^(.*) - (\d+):\d+$/s.exec(text);
  return mismatch
    ? { line: Number(mismatch[2]), message: mismatch[1] ?? text }
    : { line: 1, message: text.split('\n')[0] ?? text };
}

/**
 * Parses a template and holds it against the allow-list; every path must exist. Nothing of it is run.
 * @param options.html also checks links and attributes.
 */
export function checkTemplate(
  text: string,
  paths: TemplatePaths,
  options: { readonly html: boolean },
  report: TemplateReport,
): TemplateUse {
  const whole = { start: 0, end: Math.min(text.length, 1) };
  if (text.length > TEMPLATE_LIMITS.characters || text.split('{{').length > MAX_TAGS) {
    report(
      whole,
      'template-feature',
      `a template has at most ${TEMPLATE_LIMITS.characters} characters and ${TEMPLATE_LIMITS.nodes} parts`,
      'shorten it',
    );
    return { used: [] };
  }
  const checker = new TemplateChecker(text, paths, options.html, report);
  let program: hbs.AST.Program;
  try {
    program = parseTemplate(text);
  } catch (error) {
    const { line, message } = syntaxMessage(error);
    const lines = text.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const found = (lines[line - 1] ?? '').indexOf('{{');
    const at = { start: start + Math.max(0, found), end: start + Math.max(1, (lines[line - 1] ?? '').trimEnd().length) };
    report(at, 'template-syntax', message, 'is a }}, a {{/if}} or a name missing?');
    return { used: [] };
  }
  checker.program(program, { depth: 0, eaches: 0 });
  return { used: checker.used };
}
