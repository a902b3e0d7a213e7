import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, NestFactory, Reflector } from '@nestjs/core';
import { DiscoveryModule } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ACCESS } from '../../apps/api/access/access.js';
import { ApiModule } from '../../apps/api/api-module.js';
import { BusinessTime } from '../../apps/api/business-time.js';
import { revokeApiKey } from '../../prisma/stores/api-key-store.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { apiHarness } from './api-support/api-harness.js';
import type { ApiHarness } from './api-support/api-harness.js';

jest.setTimeout(30_000);

let scratch: ScratchDatabase;
let api: ApiHarness;

beforeAll(async () => {
  scratch = await scratchDatabase();
  api = await apiHarness(scratch.db);
}, 120_000);

afterAll(async () => {
  await api?.close();
  await scratch?.stop();
});

interface Route {
  readonly name: string;
  readonly path: string;
  readonly method: string;
  readonly access: unknown;
}

/** Every handler of every controller, found by reflection. */
async function routes(): Promise<Route[]> {
  const module = ApiModule.over({ db: scratch.db, time: new BusinessTime({ origin: 0, startedAt: 0, rate: 1 }) });
  const app = await NestFactory.create({ ...module, imports: [DiscoveryModule] }, new FastifyAdapter(), { logger: false });
  await app.init();
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const join = (...parts: string[]): string =>
    `/${parts
      .flatMap((part) => part.split('/'))
      .filter(Boolean)
      .join('/')}`;
  const found = app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ instance, metatype }) => {
      const prototype = Object.getPrototypeOf(instance) as Record<string, (...args: unknown[]) => unknown>;
      const prefix = String(Reflect.getMetadata('path', metatype as object) ?? '');
      return scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        if (handler === undefined || !Reflect.hasMetadata('path', handler)) return [];
        return {
          name: `${(metatype as { name: string }).name}.${name}`,
          path: join(prefix, String(Reflect.getMetadata('path', handler))),
          method: String(RequestMethod[Reflect.getMetadata('method', handler) as RequestMethod]),
          access: reflector.getAllAndOverride<unknown>(ACCESS, [handler, metatype as () => void]),
        };
      });
    });
  await app.close();
  return found;
}

describe('access is declared', () => {
  test('every route declares who may call it, and only health and the description of the API are public', async () => {
    const all = await routes();
    expect(all.length).toBeGreaterThanOrEqual(20);
    expect(all.filter(({ access }) => access !== 'public' && access !== 'api_key')).toEqual([]);
    expect(
      all
        .filter(({ access }) => access === 'public')
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/docs', '/docs/:file', '/health', '/health/ready', '/openapi.json']);
  });

  test('every route that is not public answers 401 without a key, before it looks at anything else', async () => {
    for (const { path, method, access } of await routes()) {
      if (access === 'public') continue;
      const url = `${api.origin}${path.replace(/:\w+/g, 'x')}`;
      const response = await fetch(url, {
        method,
        ...(method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}),
      });
      expect({ path, status: response.status }).toEqual({ path, status: 401 });
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      expect(await response.json()).toMatchObject({
        code: 'api-key',
        fix: expect.stringContaining('Authorization: Bearer') as unknown,
      });
    }
  });

  test('the OpenAPI document names every route that is not a page, with its access', async () => {
    const documented = Object.entries(api.openApi.paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, { security?: unknown[] }>).map(([method, { security }]) => ({
        path,
        method: method.toUpperCase(),
        access: security === undefined ? 'public' : 'api_key',
      })),
    );
    const real = (await routes())
      .filter(({ path }) => !/^\/(docs|openapi)/.test(path))
      .map(({ path, method, access }) => ({ path: path.replace(/:(\w+)/g, '{$1}'), method, access }));
    const order = (list: { path: string; method: string }[]): unknown[] => list.map((route) => JSON.stringify(route)).sort();
    expect(order(documented)).toEqual(order(real));
  });
});

describe('keys', () => {
  test('a key works in either header', async () => {
    expect((await api.get('/v1/accounts', { 'x-api-key': api.key })).status).toBe(200);
    expect((await api.get('/v1/accounts', { authorization: `bearer ${api.key}` })).status).toBe(200);
  });

  test.each([
    ['an unknown key', () => ({ authorization: `Bearer sop_live_${'x'.repeat(40)}` })],
    ['a key cut short', () => ({ authorization: `Bearer ${api.key.slice(0, -1)}` })],
    ['a key with something behind it', () => ({ authorization: `Bearer ${api.key}x` })],
    ['another scheme', () => ({ authorization: `Basic ${Buffer.from(`${api.key}:`).toString('base64')}` })],
    ['an empty header', () => ({ 'x-api-key': '' })],
    ['an overlong key', () => ({ 'x-api-key': `sop_live_${'a'.repeat(5_000)}` })],
  ])('%s is a 401', async (_name, headers) => {
    const { status, body } = await api.get('/v1/accounts', headers());
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'api-key' });
  });

  test.each(['api_key', 'apiKey', 'key', 'token', 'access_token', 'anything'])(
    'a good key in the address (%s) is refused, and the answer says where it belongs',
    async (name) => {
      const { status, body } = await api.get(`/v1/accounts?${name}=${api.key}`);
      expect(status).toBe(401);
      expect(body.detail).toContain(`\`${name}\``);
      expect(body.fix).toContain('header');
      expect(JSON.stringify(body)).not.toContain(api.key);
    },
  );

  test('a revoked key is refused at once', async () => {
    const other = await apiHarness(scratch.db);
    try {
      expect((await other.get('/v1/accounts')).status).toBe(200);
      await revokeApiKey(scratch.db, (other.key.split('_')[2] ?? '') as string);
      expect((await other.get('/v1/accounts')).status).toBe(401);
    } finally {
      await other.close();
    }
  });
});

describe('headers', () => {
  test.each(['/health', '/v1/accounts', '/v1/accounts/nobody', '/nothing', '/docs', '/openapi.json'])(
    '%s has the security headers and a request id, and gives away no technology',
    async (url) => {
      const { headers } = await api.get(url);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('a request id that is given is kept, unless it could spoil a log', async () => {
    expect((await api.get('/health', { 'x-request-id': 'abc-123' })).headers.get('x-request-id')).toBe('abc-123');
    expect((await api.get('/health', { 'x-request-id': 'a b"{}' })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect((await api.get('/v1/accounts/nobody', { 'x-request-id': 'abc-123' })).body.requestId).toBe('abc-123');
  });
});

describe('the OpenAPI page', () => {
  test('it loads its scripts and styles from here, and none is inline', async () => {
    const { text, headers } = await api.get('/docs');
    expect(headers.get('content-type')).toContain('text/html');
    const sources = [...text.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(sources).toEqual(['/docs/swagger-ui.css', '/docs/favicon-32x32.png', '/docs/swagger-ui-bundle.js', '/docs/start.js']);
    for (const source of sources) expect((await api.get(source)).status).toBe(200);
    expect(text).not.toMatch(/<script(?![^>]*src=)/);
    expect((await api.get('/docs/start.js')).text).toContain('/openapi.json');
  });

  test.each(['package.json', '..%2fpackage.json', '%2e%2e%2f%2e%2e%2fpackage.json', '__proto__', 'swagger-ui.js.map'])(
    'no other file is served: %s',
    async (file) => {
      expect((await api.get(`/docs/${file}`)).status).toBe(404);
    },
  );
});
