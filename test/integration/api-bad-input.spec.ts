import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { apiHarness } from './api-support/api-harness.js';
import type { ApiHarness } from './api-support/api-harness.js';
import { seedBook } from './api-support/seed-book.js';

jest.setTimeout(30_000);

let scratch: ScratchDatabase;
let api: ApiHarness;

beforeAll(async () => {
  scratch = await scratchDatabase();
  await seedBook(scratch.db);
  api = await apiHarness(scratch.db);
}, 120_000);

afterAll(async () => {
  await api?.close();
  await scratch?.stop();
});

const good = { messageId: 'm', event: 'login', groupId: 'acme' };

describe('a wrong value is answered with its place, cause and fix', () => {
  test.each([
    ['/v1/accounts?band=blue', 'query.band'],
    ['/v1/accounts?band=red&band=green', 'query.band'],
    ['/v1/accounts?limit=0', 'query.limit'],
    ['/v1/accounts?limit=201', 'query.limit'],
    ['/v1/accounts?limit=2.5', 'query.limit'],
    ['/v1/accounts?limit=many', 'query.limit'],
    ['/v1/accounts?cursor=nonsense', 'query.cursor'],
    ['/v1/accounts?cursor=WyJhIiwiYiJd', 'query.cursor'],
    ['/v1/accounts?bnad=red', 'query.bnad'],
    ['/v1/accounts?csm=%00', 'query.csm'],
    ['/v1/accounts/a%00b', 'path.id'],
    [`/v1/accounts/${'a'.repeat(501)}`, 'path.id'],
    ['/v1/runs?status=gone', 'query.status'],
    ['/v1/runs?cursor=WyJub3doZXJlIiwieCJd', 'query.cursor'],
    ['/v1/tasks?overdue=maybe', 'query.overdue'],
    ['/v1/tasks/17', 'path.id'],
    ['/v1/contacts/acme-ada/inbox?all=1', 'query.all'],
  ])('GET %s: %s', async (url, place) => {
    const { status, body } = await api.get(url);
    expect({ status, place: body.place }).toEqual({ status: 400, place });
    expect(body.detail).toEqual(expect.any(String));
    expect(body.fix.length).toBeGreaterThan(10);
  });

  test.each([
    ['no messageId', { ...good, messageId: undefined }, 'body.messageId'],
    ['an empty messageId', { ...good, messageId: '' }, 'body.messageId'],
    ['a number as messageId', { ...good, messageId: 7 }, 'body.messageId'],
    ['an overlong messageId', { ...good, messageId: 'm'.repeat(201) }, 'body.messageId'],
    ['neither user nor account', { messageId: 'm', event: 'login' }, 'body.groupId'],
    ['a key nobody knows', { ...good, evnt: 'x' }, 'body.evnt'],
    ['properties that are a list', { ...good, properties: [] }, 'body.properties'],
    ['properties that are text', { ...good, properties: 'x' }, 'body.properties'],
    ['a time without zone', { ...good, timestamp: '2026-03-10T10:00:00' }, 'body.timestamp'],
    ['a day without time', { ...good, timestamp: '2026-03-10' }, 'body.timestamp'],
    ['a day that does not exist', { ...good, timestamp: '2026-02-30T10:00:00Z' }, 'body.timestamp'],
    ['an hour that does not exist', { ...good, timestamp: '2026-03-10T25:00:00Z' }, 'body.timestamp'],
    ['a zone that does not exist', { ...good, timestamp: '2026-03-10T10:00:00+99:00' }, 'body.timestamp'],
    ['a number as time', { ...good, timestamp: 1_773_136_800 }, 'body.timestamp'],
    ['U+0000 deep inside', { ...good, properties: { a: [{ b: 'x\0y' }] } }, 'body.properties.a[0].b'],
    ['U+0000 in a key', { ...good, properties: { 'a\0': 1 } }, 'body.properties.a\\u0000'],
  ])('%s: 400 at %s', async (_name, body, place) => {
    const answer = await api.post('/v1/track', body);
    expect({ status: answer.status, place: answer.body.place }).toEqual({ status: 400, place });
  });

  test.each([
    ['half a surrogate pair', '{"messageId":"m","event":"a\\ud800","groupId":"acme"}', 'body.event'],
    ['the other half', '{"messageId":"m","event":"login","groupId":"acme","properties":{"x":"\\udc00 "}}', 'body.properties.x'],
    [
      'a number beyond all bounds',
      '{"messageId":"m","event":"login","groupId":"acme","properties":{"x":1e400}}',
      'body.properties.x',
    ],
    [
      'a poisoned prototype',
      '{"messageId":"m","event":"login","groupId":"acme","properties":{"__proto__":{"a":1}}}',
      'body.properties.__proto__',
    ],
    [
      'a poisoned constructor',
      '{"messageId":"m","event":"login","groupId":"acme","properties":{"constructor":"x"}}',
      'body.properties.constructor',
    ],
    ['a poisoned body', '{"__proto__":{"messageId":"m"}}', 'body.__proto__'],
    ['not JSON', '{"messageId":', 'body'],
    ['two documents', '{} {}', 'body'],
    ['a list', '[]', 'body'],
    ['null', 'null', 'body'],
    ['text', '"hello"', 'body'],
    ['nothing', '', 'body'],
  ])('%s: 400', async (_name, body, place) => {
    const answer = await api.post('/v1/track', body);
    expect({ status: answer.status, place: answer.body.place }).toEqual({ status: 400, place });
  });

  test('bytes that are not UTF-8 are refused instead of being guessed', async () => {
    const body = Buffer.concat([
      Buffer.from('{"messageId":"m","event":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('","groupId":"acme"}'),
    ]);
    expect(await api.post('/v1/track', body)).toMatchObject({
      status: 400,
      body: { place: 'body', detail: expect.stringContaining('UTF-8') as unknown },
    });
  });

  test('all mistakes are told at once', async () => {
    const { body } = await api.post('/v1/track', { messageId: 1, event: '', timestamp: 'yesterday', extra: true });
    expect(body.errors.map(({ place }: { place: string }) => place).sort()).toEqual([
      'body.event',
      'body.extra',
      'body.messageId',
      'body.timestamp',
    ]);
  });

  test('nesting that would exhaust a stack is refused', async () => {
    const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`;
    const answer = await api.post('/v1/track', `{"messageId":"m","event":"login","groupId":"acme","properties":${deep}}`);
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('32 levels') as unknown } });
    const abyss = await api.post('/v1/track', `${'['.repeat(500_000)}`);
    expect(abyss.status).toBe(400);
  });

  test('what is valid but strange is kept as it is', async () => {
    const properties = {
      emoji: '👩‍🚀',
      rtl: '\u202eabc',
      quote: `'; DROP TABLE events; --`,
      nested: { list: [1, null, true] },
      big: Number.MAX_VALUE,
    };
    expect((await api.post('/v1/track', { ...good, messageId: 'strange', properties })).status).toBe(202);
    const stored = await scratch.db.client.event.findFirstOrThrow({ where: { eventId: 'strange' } });
    expect(stored.properties).toEqual(properties);
  });
});

describe('bodies', () => {
  test('2 MB are answered with 413 and the figure, and the next request works', async () => {
    const { status, body } = await api.post('/v1/track', { ...good, properties: { blob: 'x'.repeat(2_000_000) } });
    expect(status).toBe(413);
    expect(body.detail).toContain('1048576 bytes');
    expect(
      (await api.post('/v1/track', { ...good, messageId: 'after', properties: { blob: 'x'.repeat(1_000_000) } })).status,
    ).toBe(202);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data; boundary=x'])(
    '%s is a 415',
    async (type) => {
      const response = await fetch(`${api.origin}/v1/track`, {
        method: 'POST',
        body: 'a=b',
        headers: { 'content-type': type, 'x-api-key': api.key },
      });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({
        code: 'media-type',
        fix: expect.stringContaining('application/json') as unknown,
      });
    },
  );

  test('a wrong method is a 404 that points to the list of routes', async () => {
    const response = await fetch(`${api.origin}/v1/accounts`, { method: 'DELETE', headers: { 'x-api-key': api.key } });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ fix: expect.stringContaining('/docs') as unknown });
  });
});

describe('our own faults', () => {
  test('a fault shows a request id and no stack, SQL or table', async () => {
    await scratch.db.pool.query('ALTER TABLE step_records RENAME TO step_records_gone');
    try {
      const { status, body, text } = await api.get('/v1/runs');
      expect(status).toBe(500);
      expect(body.requestId).toEqual(expect.any(String));
      expect(text).not.toMatch(/step_records|SELECT|at .*\.ts|node_modules/);
    } finally {
      await scratch.db.pool.query('ALTER TABLE step_records_gone RENAME TO step_records');
    }
  });
});
