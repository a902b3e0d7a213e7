import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ApiParts } from '../../../apps/api/api-module.js';
import { BusinessTime } from '../../../apps/api/business-time.js';
import { createApi } from '../../../apps/api/create-api.js';
import type { Database } from '../../../prisma/database.js';
import { createApiKey } from '../../../prisma/stores/api-key-store.js';
import { checkResponse } from './check-response.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked into freely; their shape is held by checkResponse
type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; an empty object when it is not JSON. */
  readonly body: Json;
}

export interface ApiHarness {
  readonly app: NestFastifyApplication;
  readonly origin: string;
  readonly key: string;
  readonly openApi: OpenAPIObject;
  /** Business time stands still until it is set. */
  setNow(iso: string): void;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  /** A string or buffer is sent as it is, anything else as JSON. */
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export const NOW = '2026-03-10T12:00:00.000Z';

/** The real API listening on loopback over a real database. Every JSON answer is held against the OpenAPI document. */
export async function apiHarness(db: Database, parts: Partial<Pick<ApiParts, 'gateway' | 'time'>> = {}): Promise<ApiHarness> {
  let now = Date.parse(NOW);
  const time = new BusinessTime({ origin: 0, startedAt: 0, rate: 1 }, () => now);
  const app = await createApi({ db, time, logLevels: [], ...parts });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${(app.getHttpServer() as { address(): AddressInfo }).address().port}`;
  const { key } = await createApiKey(db, 'test');
  const openApi = (await (await fetch(`${origin}/openapi.json`)).json()) as OpenAPIObject;

  const ask = async (method: 'GET' | 'POST', url: string, body: unknown, headers: Record<string, string>): Promise<Answer> => {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${origin}${url}`, {
      method,
      headers: {
        ...(Object.keys(headers).some((name) => /^(authorization|x-api-key)$/i.test(name))
          ? {}
          : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    const parsed: Json = json ? JSON.parse(text) : {};
    if (json) checkResponse(openApi, method, url, response.status, parsed);
    return { status: response.status, headers: response.headers, text, body: parsed };
  };
  return {
    app,
    origin,
    key,
    openApi,
    setNow: (iso) => {
      now = Date.parse(iso);
    },
    get: (url, headers = {}) => ask('GET', url, undefined, headers),
    post: (url, body, headers = {}) => ask('POST', url, body, headers),
    close: () => app.close(),
  };
}
