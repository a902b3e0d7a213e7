import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { apiHarness } from './api-support/api-harness.js';
import type { ApiHarness } from './api-support/api-harness.js';
import { CONTACT, RUN_ID, seedBook } from './api-support/seed-book.js';

jest.setTimeout(30_000);

let scratch: ScratchDatabase;
let api: ApiHarness;
let ids: { taskId: string; inAppId: string };

beforeAll(async () => {
  scratch = await scratchDatabase();
  ids = await seedBook(scratch.db);
  api = await apiHarness(scratch.db);
}, 120_000);

afterAll(async () => {
  await api?.close();
  await scratch?.stop();
});

const NOTE = 'She will train two more people next week.';

async function outbox(kind: string): Promise<Record<string, unknown>[]> {
  const { rows } = await scratch.db.pool.query<{ payload: Record<string, unknown> }>(
    'SELECT payload FROM outbox WHERE kind = $1 ORDER BY id',
    [kind],
  );
  return rows.map(({ payload }) => payload);
}

describe('closing a task', () => {
  const close = (body: unknown, id = ids.taskId) => api.post(`/v1/tasks/${id}/close`, body);

  test('what the domain refuses says why, and writes nothing', async () => {
    expect(await close({ outcome: 'happy', note: NOTE, by: 'csm-1' })).toMatchObject({
      status: 422,
      body: { code: 'undeclared-outcome', place: 'body.outcome', fix: 'Give one of: reached, no_answer.' },
    });
    expect(await close({ outcome: 'reached', note: 'ok', by: 'csm-1' })).toMatchObject({
      status: 422,
      body: { code: 'note-too-short', place: 'body.note' },
    });
    expect(await close({ outcome: 'reached', note: NOTE, by: 'stranger' })).toMatchObject({
      status: 422,
      body: { code: 'no-such-member', place: 'body.by' },
    });
    expect(await close({ outcome: 'reached', note: NOTE, by: 'csm-1' }, '6f1f2f6e-0000-4000-8000-000000000000')).toMatchObject({
      status: 404,
    });
    expect((await api.get(`/v1/tasks/${ids.taskId}`)).body).toMatchObject({ status: 'open', outcome: null });
    expect(await outbox('push_event')).toEqual([]);
  });

  test('a task is closed with outcome, note and evidence at business time, and its run is told', async () => {
    const { status, body } = await close({
      outcome: 'reached',
      note: NOTE,
      evidence: { call: 'https://crm.example/81' },
      by: 'csm-1',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      repeated: false,
      task: {
        outcome: 'reached',
        note: NOTE,
        evidence: { call: 'https://crm.example/81' },
        closedBy: 'csm-1',
        closedAt: '2026-03-10T12:00:00.000Z',
        overdue: false,
        simulated: false,
      },
    });
    expect(await outbox('push_event')).toEqual([
      {
        runId: RUN_ID,
        event: {
          type: 'task_closed',
          at: Date.parse('2026-03-10T12:00:00Z'),
          id: `task:${ids.taskId}`,
          key: 'call#2',
          outcome: 'reached',
          by: 'csm-1',
        },
      },
    ]);
  });

  test('the same answer again has no second effect; another one is a conflict', async () => {
    expect(await close({ outcome: 'reached', note: NOTE, by: 'csm-1' })).toMatchObject({ status: 200, body: { repeated: true } });
    expect(await close({ outcome: 'no_answer', note: NOTE, by: 'csm-2' })).toMatchObject({
      status: 409,
      body: { code: 'task-already-closed', detail: expect.stringContaining('`reached`') as unknown },
    });
    expect(await outbox('push_event')).toHaveLength(1);
  });
});

describe('the inbox', () => {
  test('seen, then dismissed; each twice has one effect', async () => {
    expect(await api.post(`/v1/inbox/${ids.inAppId}/seen`)).toMatchObject({
      status: 200,
      body: { message: ids.inAppId, changed: true },
    });
    expect(await api.post(`/v1/inbox/${ids.inAppId}/seen`, '')).toMatchObject({ status: 200, body: { changed: false } });
    expect((await api.get(`/v1/contacts/${CONTACT}/inbox`)).body.items).toMatchObject([
      { status: 'seen', seenAt: '2026-03-10T12:00:00.000Z' },
    ]);
    expect(await api.post(`/v1/inbox/${ids.inAppId}/dismissed`)).toMatchObject({ status: 200, body: { changed: true } });
    expect(await api.post(`/v1/inbox/${ids.inAppId}/dismissed`)).toMatchObject({ status: 200, body: { changed: false } });
    expect((await api.get(`/v1/contacts/${CONTACT}/inbox`)).body.items).toEqual([]);
  });

  test('an e-mail is no in-app message, and an unknown id is a 404', async () => {
    const email = await scratch.db.client.message.findFirstOrThrow({ where: { channel: 'email' } });
    expect((await api.post(`/v1/inbox/${email.id}/seen`)).status).toBe(404);
    expect((await api.post('/v1/inbox/6f1f2f6e-0000-4000-8000-000000000000/dismissed')).status).toBe(404);
  });
});

describe('track', () => {
  const event = (over: object = {}): object => ({
    messageId: 'm-1',
    event: 'login',
    userId: CONTACT,
    groupId: 'acme',
    properties: { page: 'home' },
    ...over,
  });
  const stored = (messageId: string) => scratch.db.client.event.findMany({ where: { eventId: messageId } });

  test('an event is stored before it is answered, and the exits of its account are asked at once', async () => {
    const before = (await outbox('watch_exits')).length;
    expect(await api.post('/v1/track', event({ timestamp: '2026-03-10T19:30:00+08:00' }))).toMatchObject({
      status: 202,
      body: { messageId: 'm-1', account: 'acme', duplicate: false },
    });
    expect(await stored('m-1')).toMatchObject([
      {
        accountId: 'acme',
        contactId: CONTACT,
        name: 'login',
        occurredAt: new Date('2026-03-10T11:30:00Z'),
        receivedAt: new Date('2026-03-10T12:00:00Z'),
        properties: { page: 'home' },
      },
    ]);
    const orders = await outbox('watch_exits');
    expect(orders.slice(before)).toEqual([{ accountId: 'acme', at: Date.parse('2026-03-10T12:00:00Z') }]);
  });

  test('the same messageId again is accepted as a duplicate with no second effect', async () => {
    const before = (await outbox('watch_exits')).length;
    expect(await api.post('/v1/track', event({ event: 'other' }))).toMatchObject({
      status: 202,
      body: { duplicate: true, account: 'acme' },
    });
    expect(await stored('m-1')).toMatchObject([{ name: 'login' }]);
    expect(await outbox('watch_exits')).toHaveLength(before);
  });

  test('fifty at once with one messageId make one event', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => api.post('/v1/track', event({ messageId: 'm-race' }))));
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(answers.filter(({ body }) => body.duplicate === false)).toHaveLength(1);
    expect(await stored('m-race')).toHaveLength(1);
  });

  test('the account of a known contact need not be named; time defaults to now', async () => {
    expect(await api.post('/v1/track', { messageId: 'm-2', event: 'login', userId: 'beta-bob' })).toMatchObject({
      status: 202,
      body: { account: 'beta' },
    });
    expect(await stored('m-2')).toMatchObject([{ accountId: 'beta', occurredAt: new Date('2026-03-10T12:00:00Z') }]);
  });

  test('an account without a run that could leave needs no order', async () => {
    const before = (await outbox('watch_exits')).length;
    expect((await api.post('/v1/track', { messageId: 'm-3', event: 'login', groupId: 'beta' })).status).toBe(202);
    expect(await outbox('watch_exits')).toHaveLength(before);
  });

  test.each([
    ['an account nobody knows', { groupId: 'nobody' }, 'no-such-account', 'body.groupId', '`nobody`'],
    ['a contact of another account', { userId: 'beta-bob' }, 'contact-of-another-account', 'body.userId', '`beta-bob`'],
    [
      'a contact nobody knows, without account',
      { userId: 'stranger', groupId: undefined },
      'no-such-contact',
      'body.userId',
      '`stranger`',
    ],
  ])('%s is refused by name, and nothing is stored', async (_name, over, code, place, named) => {
    const { status, body } = await api.post('/v1/track', event({ messageId: `m-${code}`, ...over }));
    expect({ status, code: body.code, place: body.place }).toEqual({ status: 422, code, place });
    expect(body.detail).toContain(named);
    expect(await stored(`m-${code}`)).toEqual([]);
  });

  test('a new user of a known account is counted before anybody identifies him', async () => {
    expect((await api.post('/v1/track', event({ messageId: 'm-4', userId: 'new-user' }))).status).toBe(202);
    expect(await stored('m-4')).toMatchObject([{ contactId: 'new-user', accountId: 'acme' }]);
  });

  test('an event from the future by more than an hour is refused', async () => {
    const { status, body } = await api.post('/v1/track', event({ messageId: 'm-5', timestamp: '2026-03-10T13:00:01Z' }));
    expect({ status, place: body.place }).toEqual({ status: 400, place: 'body.timestamp' });
    expect(body.detail).toContain('future');
    expect((await api.post('/v1/track', event({ messageId: 'm-5', timestamp: '2026-03-10T13:00:00Z' }))).status).toBe(202);
  });

  test('an event of a period that is closed already is kept and marked as late', async () => {
    await scratch.db.client.metricWatermark.create({
      data: { metric: 'logins', zone: 'Europe/Berlin', closedThrough: new Date('2026-03-08T23:00:00Z') },
    });
    expect(await api.post('/v1/track', event({ messageId: 'm-6', timestamp: '2026-03-08T22:59:59Z' }))).toMatchObject({
      status: 202,
      body: { late: true },
    });
    expect(await api.post('/v1/track', event({ messageId: 'm-7', timestamp: '2026-03-08T23:00:00Z' }))).toMatchObject({
      status: 202,
      body: { late: false },
    });
    expect(await stored('m-6')).toMatchObject([{ late: true }]);
  });
});

describe('identify and group', () => {
  test('a contact is made once and updated after that; what is not said stays', async () => {
    const before = (await outbox('watch_exits')).length;
    expect(
      await api.post('/v1/identify', {
        userId: 'eve',
        groupId: 'acme',
        traits: { name: 'Eve', email: 'eve@acme.example', role: 'key_user' },
      }),
    ).toMatchObject({ status: 202, body: { created: true } });
    expect(await api.post('/v1/identify', { userId: 'eve', traits: { locale: 'zh' } })).toMatchObject({
      status: 202,
      body: { created: false },
    });
    expect(await scratch.db.client.contact.findUnique({ where: { id: 'eve' } })).toMatchObject({
      accountId: 'acme',
      name: 'Eve',
      role: 'key_user',
      locale: 'zh',
      active: true,
    });
    expect(await outbox('watch_exits')).toHaveLength(before + 2);
  });

  test.each([
    [{ userId: 'fred' }, 422, 'account-needed', 'body.groupId'],
    [{ userId: 'fred', groupId: 'nobody' }, 422, 'no-such-account', 'body.groupId'],
    [{ userId: 'fred', groupId: 'acme', traits: { email: 'fred@' } }, 400, 'invalid-request', 'body.traits.email'],
    [
      { userId: 'fred', groupId: 'acme', traits: { email: 'a@b.example\r\nBcc: c@d.example' } },
      400,
      'invalid-request',
      'body.traits.email',
    ],
    [{ userId: 'fred', groupId: 'acme', traits: { role: 'king' } }, 400, 'invalid-request', 'body.traits.role'],
    [{ userId: 'fred', groupId: 'acme', traits: { shoe: 43 } }, 400, 'invalid-request', 'body.traits.shoe'],
  ])('identify refuses %j', async (body, status, code, place) => {
    const answer = await api.post('/v1/identify', body);
    expect({ status: answer.status, code: answer.body.code, place: answer.body.place }).toEqual({ status, code, place });
    expect(await scratch.db.client.contact.count({ where: { id: 'fred' } })).toBe(0);
  });

  test('an account is made once and updated after that; an attribute of null is taken away', async () => {
    expect(
      await api.post('/v1/group', {
        groupId: 'new',
        traits: { name: 'New', csm: 'csm-2', timezone: 'Asia/Shanghai', attributes: { region: 'east', tier: 2 } },
      }),
    ).toMatchObject({ status: 202, body: { created: true } });
    expect(
      await api.post('/v1/group', { groupId: 'new', traits: { muted: true, attributes: { tier: null, vip: true } } }),
    ).toMatchObject({ status: 202, body: { created: false } });
    expect((await api.get('/v1/accounts/new')).body).toMatchObject({
      name: 'New',
      muted: true,
      timezone: 'Asia/Shanghai',
      csm: { id: 'csm-2' },
      attributes: { region: 'east', vip: true },
    });
    expect((await api.get('/v1/accounts/new')).body.attributes).not.toHaveProperty('tier');
  });

  test.each([
    [{ groupId: 'n2' }, 422, 'body.traits.name'],
    [{ groupId: 'n2', traits: { name: 'N', csm: 'nobody' } }, 422, 'body.traits.csm'],
    [{ groupId: 'n2', traits: { name: 'N', timezone: 'Mars/Olympus' } }, 400, 'body.traits.timezone'],
    [{ groupId: 'n2', traits: { name: 'N', timezone: '+08:00' } }, 400, 'body.traits.timezone'],
    [{ groupId: 'n2', traits: { name: 'N', attributes: { Region: 'x' } } }, 400, 'body.traits.attributes.Region'],
    [{ groupId: 'n2', traits: { name: 'N', attributes: { status: 'x' } } }, 400, 'body.traits.attributes.status'],
    [{ groupId: 'n2', traits: { name: 'N', attributes: { deep: { er: 1 } } } }, 400, 'body.traits.attributes.deep'],
    [{ groupId: 'n2', traits: { name: 'N', status: 'gone' } }, 400, 'body.traits.status'],
  ])('group refuses %j', async (body, status, place) => {
    const answer = await api.post('/v1/group', body);
    expect({ status: answer.status, place: answer.body.place }).toEqual({ status, place });
    expect(await scratch.db.client.account.count({ where: { id: 'n2' } })).toBe(0);
  });
});
