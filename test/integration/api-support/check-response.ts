import { checkSchema } from './check-schema.js';
import type { Schema } from './check-schema.js';

interface Document {
  readonly paths: Readonly<Record<string, object>>;
  readonly components?: { readonly schemas?: unknown } | undefined;
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>>;
}

/** The documented path that an address belongs to; a path without a parameter wins. */
export function documentedPath(document: Document, url: string): string | null {
  const path = url.split('?')[0] ?? url;
  const matching = Object.keys(document.paths).filter((template) =>
    new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
  );
  return matching.sort((a, b) => a.split('{').length - b.split('{').length)[0] ?? null;
}

/** Throws when an answer is not what the OpenAPI document says about its route and status. */
export function checkResponse(document: Document, method: string, url: string, status: number, body: unknown): void {
  const path = documentedPath(document, url);
  if (path === null) {
    if (status === 404 || url === '/openapi.json') return;
    throw new Error(`${method} ${url} answered ${status} and is not in the OpenAPI document`);
  }
  const operation = (document.paths[path] as Record<string, Operation | undefined> | undefined)?.[method.toLowerCase()];
  if (operation === undefined) {
    if (status === 404) return;
    throw new Error(`${method} ${path} is not in the OpenAPI document`);
  }
  const content = operation.responses[String(status)]?.content;
  const schema = content?.['application/json']?.schema ?? content?.['application/problem+json']?.schema;
  if (schema === undefined) throw new Error(`${method} ${path} does not document an answer ${status}: ${JSON.stringify(body)}`);
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  const mistakes = checkSchema(body, schema, schemas);
  if (mistakes.length > 0) throw new Error(`${method} ${path} ${status} is not as documented:\n${mistakes.join('\n')}`);
}
