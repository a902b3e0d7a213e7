import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BusinessTime } from '../../apps/api/business-time.js';
import { createApi } from '../../apps/api/create-api.js';
import { OpenApiHolder } from '../../apps/api/openapi/openapi-document.js';
import { Database } from '../../prisma/database.js';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, unknown>> }>
  >;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: object }>> };
}

const GOLDEN = join(import.meta.dirname, 'openapi.json');

let app: NestFastifyApplication;
let db: Database;
let document: Document;

beforeAll(async () => {
  // The document comes from the code alone: no database answers here.
  db = new Database('postgresql://nobody@127.0.0.1:1/none');
  app = await createApi({ db, time: new BusinessTime({ origin: 0, startedAt: 0, rate: 1 }), logLevels: [] });
  document = JSON.parse(JSON.stringify(app.get(OpenApiHolder).get())) as Document;
});

afterAll(async () => {
  await app.close();
  await db.close();
});

const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
  );

describe('the OpenAPI document', () => {
  test('it is what clients were promised (UPDATE_GOLDENS=1 and prettier write a changed promise)', () => {
    const now = `${JSON.stringify(document, null, 2)}\n`;
    if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(GOLDEN, now);
    expect(existsSync(GOLDEN)).toBe(true);
    expect(JSON.parse(readFileSync(GOLDEN, 'utf8'))).toEqual(document);
  });

  test('every reference leads somewhere and every schema is used', () => {
    const references = new Set(
      [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? ''),
    );
    expect([...references].filter((name) => document.components.schemas[name] === undefined)).toEqual([]);
    expect(Object.keys(document.components.schemas).filter((name) => !references.has(name))).toEqual([]);
  });

  test('every operation has an id of its own, a summary, a tag and a documented success', () => {
    const ids = operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, { summary, tags, responses }] of operations()) {
      expect({ name, summary: (summary ?? '').length > 3, tags: tags?.length }).toEqual({ name, summary: true, tags: 1 });
      const success = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      expect({ name, success: success.length, content: Object.keys(success[0]?.[1].content ?? {}) }).toEqual({
        name,
        success: 1,
        content: ['application/json'],
      });
    }
  });

  test('every refusal is documented as problem+json, and what needs a key documents 401 and 503', () => {
    for (const [name, { responses, security }] of operations()) {
      for (const [status, { content }] of Object.entries(responses)) {
        if (status.startsWith('2')) continue;
        expect({ name, status, content: Object.keys(content ?? {}) }).toEqual({
          name,
          status,
          content: ['application/problem+json'],
        });
      }
      if (security !== undefined) expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '503']));
    }
  });

  test('no schema speaks of key hashes or anything secret', () => {
    const names = Object.values(document.components.schemas).flatMap(({ properties }) => Object.keys(properties ?? {}));
    expect(names.filter((name) => /hash|secret|password|token/i.test(name))).toEqual([
      'contentHash',
      'contentHash',
      'contentHash',
      'contentHash',
    ]);
  });
});
