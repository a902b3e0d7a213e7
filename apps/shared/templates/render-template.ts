import Handlebars from 'handlebars';
import type { TemplateSource } from '../../../workflows/model/plan.js';

/** Plain nested values without a prototype; what is unknown is left out, so that strict rendering stops at it. */
export interface TemplateContext {
  readonly [name: string]: string | number | TemplateContext;
}

export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
}

/** A template names a value that this account does not have: nothing may be sent. */
export class MissingTemplateValue extends Error {
  readonly code = 'missing-template-value';

  /** @param path as the author wrote it, e.g. `contract.end` */
  constructor(readonly path: string) {
    super(`the template needs ${path}, which is unknown`);
    this.name = 'MissingTemplateValue';
  }
}

interface HandlebarsError extends Error {
  readonly lineNumber?: number;
  readonly column?: number;
}

const engine = Handlebars.create();
const COMPILED_LIMIT = 2_000;
const compiled = new Map<string, HandlebarsTemplateDelegate>();

function template(source: string, escape: boolean): HandlebarsTemplateDelegate {
  const key = `${escape ? 'html' : 'text'}:${source}`;
  let found = compiled.get(key);
  if (!found) {
    if (compiled.size >= COMPILED_LIMIT) compiled.clear();
    found = engine.compile(source, {
      strict: true,
      noEscape: !escape,
      knownHelpersOnly: true,
      knownHelpers: { lookup: false, log: false } as never,
      explicitPartialContext: true,
      preventIndent: true,
    });
    compiled.set(key, found);
  }
  return found;
}

/**
 * Renders one text. Only plain values of the context can be reached: no prototype, no function, no partial.
 * @throws MissingTemplateValue naming the path, when a value is not there.
 */
export function renderText(source: string, context: TemplateContext, { escape = false } = {}): string {
  try {
    return template(source, escape)(context, {
      allowProtoPropertiesByDefault: false,
      allowProtoMethodsByDefault: false,
      partials: {},
    });
  } catch (error) {
    const missing = missingPath(source, error as HandlebarsError);
    throw missing === null ? error : new MissingTemplateValue(missing);
  }
}

/** Renders a message: subject and text as they are, the HTML part with every value escaped. */
export function renderMessage(source: TemplateSource, context: TemplateContext): RenderedMessage {
  return {
    // A subject is one line whatever a value contains.
    subject: renderText(source.subject, context).replace(/\s+/gu, ' ').trim(),
    text: renderText(source.text, context),
    html: source.html === null ? null : renderText(source.html, context, { escape: true }),
  };
}

/** Handlebars says where, not what in full: the path is read at that place of the source. */
function missingPath(source: string, error: HandlebarsError): string | null {
  const name = /^"([^"]*)" not defined in/u.exec(error.message)?.[1];
  if (name === undefined) return null;
  const line = source.split('\n')[(error.lineNumber ?? 1) - 1] ?? '';
  const written = /[\w.[\]]+/u.exec(line.slice(error.column ?? 0))?.[0];
  return written !== undefined && written.includes(name) ? written : name;
}
