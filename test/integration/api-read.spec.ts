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

const run = encodeURIComponent(RUN_ID);
const idsOf = (body: { items: Record<string, unknown>[] }, key = 'id'): unknown[] => body.items.map((item) => item[key]);

describe('accounts', () => {
  test('an account shows its newest score, the contract in force and the runs under way', async () => {
    const { status, body } = await api.get('/v1/accounts');
    expect(status).toBe(200);
    expect(body['items']).toEqual([
      {
        id: 'acme',
        name: 'Acme',
        status: 'active',
        segment: 'enterprise',
        muted: false,
        csm: { id: 'csm-1', name: 'Cleo Sm' },
        health: { score: 40, band: 'red', at: '2026-03-03T06:00:00.000Z' },
        contract: { product: 'suite', start: '2026-01-01', end: '2027-01-01', seats: 200 },
        liveRuns: [{ run: RUN_ID, playbook: 'usage-drop-rescue', arm: 'treatment', status: 'running' }],
      },
      expect.objectContaining({ id: 'beta', contract: expect.objectContaining({ start: '2026-06-01' }), liveRuns: [] }),
      expect.objectContaining({ id: 'gamma', csm: null, health: null, contract: null, muted: true }),
    ]);
    expect(body['nextCursor']).toBeNull();
  });

  test.each([
    ['band=red', ['acme']],
    ['band=unknown', ['gamma']],
    ['csm=csm-2', ['beta']],
    ['segment=smb', ['beta', 'gamma']],
    ['segment=smb&band=green', ['beta']],
    ['csm=nobody', []],
  ])('%s narrows the list', async (query, expected) => {
    expect(idsOf((await api.get(`/v1/accounts?${query}`)).body)).toEqual(expected);
  });

  test('pages joined by cursor are the whole list, each row once', async () => {
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await api.get(`/v1/accounts?limit=1${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...idsOf(body));
      cursor = body['nextCursor'] as string | null;
    } while (cursor !== null);
    expect(seen).toEqual(['acme', 'beta', 'gamma']);
  });

  test('health and contract are those of business time, not of later rows', async () => {
    api.setNow('2026-03-01T12:00:00Z');
    try {
      const { body } = await api.get('/v1/accounts/acme');
      expect(body).toMatchObject({
        health: { score: 80, band: 'green' },
        metrics: [expect.objectContaining({ id: 'logins', value: 400 }), expect.objectContaining({ id: 'nps', value: null })],
      });
      api.setNow('2025-12-31T12:00:00Z');
      expect((await api.get('/v1/accounts/acme')).body).toMatchObject({ contract: { start: '2025-01-01' }, health: null });
    } finally {
      api.setNow('2026-03-10T12:00:00Z');
    }
  });

  test('one account shows the facts behind its score, last closed metrics, contracts and contacts', async () => {
    const { status, body } = await api.get('/v1/accounts/acme');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      manager: { id: 'boss', name: 'Mia Boss' },
      timezone: 'Europe/Berlin',
      attributes: { region: 'north' },
      health: {
        definition: 'default',
        dimensions: [
          { id: 'usage', weight: 1, points: 40, fact: { name: 'logins', value: 150, asOf: '2026-03-02T00:00:00.000Z' } },
        ],
      },
      metrics: [
        { id: 'logins', value: 150, periodEnd: '2026-03-02T00:00:00.000Z' },
        { id: 'nps', value: null },
      ],
      contracts: [{ start: '2025-01-01' }, { start: '2026-01-01' }],
      contacts: [{ id: CONTACT, role: 'champion', email: 'ada@acme.example' }],
    });
  });

  test('the timeline tells decisions, steps, messages, tasks and changes of band, newest first', async () => {
    const { body } = await api.get('/v1/accounts/acme/timeline');
    const items = body['items'] as { at: string; kind: string; title: string }[];
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    expect(items.filter(({ kind }) => kind === 'health_band').map(({ title }) => title)).toEqual(['red', 'green']);
    expect(new Set(items.map(({ kind }) => kind))).toEqual(
      new Set(['decision', 'step', 'message', 'task_opened', 'health_band']),
    );
    const skipped = (await api.get('/v1/accounts/gamma/timeline')).body['items'];
    expect(skipped).toEqual([
      expect.objectContaining({
        kind: 'decision',
        title: 'skip',
        detail: expect.objectContaining({ reason: 'suppressed', detail: 'account.muted' }),
      }),
    ]);
    expect((await api.get('/v1/accounts/beta/timeline')).body.items).toMatchObject([
      { kind: 'run', title: 'success', detail: { exit: 'recovered' } },
      { kind: 'decision', title: 'enroll' },
      { kind: 'health_band', title: 'green', detail: { from: null } },
    ]);
  });

  test('a timeline read page by page is the same as in one', async () => {
    const whole = idsOf((await api.get('/v1/accounts/acme/timeline?limit=200')).body);
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await api.get(`/v1/accounts/acme/timeline?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...idsOf(body));
      cursor = body['nextCursor'] as string | null;
    } while (cursor !== null);
    expect(seen).toEqual(whole);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('runs', () => {
  test('runs can be found by status, playbook and account', async () => {
    expect(idsOf((await api.get('/v1/runs')).body, 'run')).toHaveLength(2);
    expect(idsOf((await api.get('/v1/runs?status=live')).body, 'run')).toEqual([RUN_ID]);
    expect((await api.get('/v1/runs?status=finished')).body['items']).toEqual([
      expect.objectContaining({ account: 'beta', result: 'success', exit: 'recovered', activeSteps: [] }),
    ]);
    expect(idsOf((await api.get('/v1/runs?account=acme&playbook=usage-drop-rescue')).body, 'run')).toEqual([RUN_ID]);
    expect(idsOf((await api.get('/v1/runs?playbook=other')).body, 'run')).toEqual([]);
    expect((await api.get('/v1/runs?account=acme')).body['items']).toEqual([
      expect.objectContaining({ activeSteps: ['call'], csm: { id: 'csm-1', name: 'Cleo Sm' } }),
    ]);
  });

  test('the flight record holds trigger, trace, facts, steps, messages, tasks and checks in readable time', async () => {
    const { status, body } = await api.get(`/v1/runs/${run}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      run: RUN_ID,
      playbook: 'usage-drop-rescue',
      version: 1,
      account: 'acme',
      status: 'running',
      trigger: {
        episode: 'check#1',
        facts: [{ name: 'wow_drop(logins)', value: 0.625 }],
        evaluations: [{ condition: 'account.status is active', value: true }],
      },
      trace: [
        { seq: 1, at: '2026-03-02T07:00:00.000Z', type: 'run_started', arm: 'treatment' },
        { seq: 2, type: 'step_started', step: 'hello', due: '2026-03-02T07:00:00.000Z' },
        { seq: 3, type: 'asked', facts: [{ value: '2027-01-01T00:00:00.000Z' }] },
      ],
      steps: [
        { key: 'hello#1', status: 'done', outcome: 'sent', detail: { recipients: 1 } },
        { key: 'call#2', status: 'active', doneAt: null },
      ],
      tasks: [{ id: ids.taskId, status: 'open', overdue: true }],
      checks: [{ subject: 'fork', value: false }],
    });
    expect((body['facts'] as { usedFor: string }[]).map(({ usedFor }) => usedFor)).toEqual(['start', 'enroll', 'fork']);
    expect((body['messages'] as { subject: string }[]).map(({ subject }) => subject)).toEqual(['We noticed', 'Gone', 'A tip']);
  });
});

describe('tasks', () => {
  test.each([
    ['assignee=csm-1', 1],
    ['assignee=csm-2', 0],
    ['overdue=true', 1],
    ['overdue=false', 0],
    ['status=open', 1],
    ['status=cancelled', 0],
    ['account=acme', 1],
  ])('%s narrows the list', async (query, count) => {
    expect((await api.get(`/v1/tasks?${query}`)).body['items']).toHaveLength(count);
  });

  test('a task is overdue once business time has passed its due time', async () => {
    api.setNow('2026-03-04T09:00:00Z');
    expect((await api.get(`/v1/tasks/${ids.taskId}`)).body).toMatchObject({ overdue: false });
    api.setNow('2026-03-04T09:00:01Z');
    expect((await api.get(`/v1/tasks/${ids.taskId}`)).body).toMatchObject({ overdue: true });
    api.setNow('2026-03-10T12:00:00Z');
  });
});

describe('inbox', () => {
  test('a contact sees what is posted and has not expired', async () => {
    expect((await api.get(`/v1/contacts/${CONTACT}/inbox`)).body['items']).toEqual([
      expect.objectContaining({ id: ids.inAppId, subject: 'A tip', body: 'Hello', status: 'posted' }),
    ]);
    expect((await api.get(`/v1/contacts/${CONTACT}/inbox?all=true`)).body['items']).toHaveLength(2);
    expect((await api.get('/v1/contacts/beta-bob/inbox')).body['items']).toEqual([]);
  });
});

describe('playbooks', () => {
  test('the list shows the version in force and its runs', async () => {
    expect((await api.get('/v1/playbooks')).body['items']).toEqual([
      expect.objectContaining({ id: 'usage-drop-rescue', version: 1, title: { en: 'Usage drop rescue' }, liveRuns: 1, runs: 2 }),
    ]);
  });

  test('one playbook shows source, plan and versions', async () => {
    expect((await api.get('/v1/playbooks/usage-drop-rescue')).body).toMatchObject({
      source: 'playbook: usage-drop-rescue\n',
      plan: { goal: 'Win usage back' },
      versions: [{ version: 1, current: true }],
    });
  });
});

describe('what is not there', () => {
  test.each([
    ['/v1/accounts/nobody', 'no-such-account'],
    ['/v1/accounts/nobody/timeline', 'no-such-account'],
    ['/v1/runs/nothing', 'no-such-run'],
    ['/v1/playbooks/nothing', 'no-such-playbook'],
    ['/v1/contacts/nobody/inbox', 'no-such-contact'],
    ['/v1/tasks/6f1f2f6e-0000-4000-8000-000000000000', 'no-such-task'],
    ['/v1/nothing', 'no-such-route'],
  ])('%s is a 404 that says %s', async (url, code) => {
    const { status, body, headers } = await api.get(url);
    expect({ status, code: body['code'] }).toEqual({ status: 404, code });
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body['fix']).toEqual(expect.any(String));
  });
});
