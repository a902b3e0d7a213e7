import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { apiHarness } from './api-support/api-harness.js';
import type { ApiHarness } from './api-support/api-harness.js';

interface File {
  readonly path: string;
  readonly text: string;
}

const METRICS: File = {
  path: 'metrics.yaml',
  text: `apiVersion: playbook/v1
kind: Metrics
metrics:
  logins: { title: { en: Logins }, count: events, of: login, per: week }
`,
};

const playbook = (over: { version?: number; wait?: string; expected?: string; id?: string } = {}): File => ({
  path: 'welcome.playbook.yaml',
  text: `apiVersion: playbook/v1
kind: Playbook
id: ${over.id ?? 'welcome'}
version: ${over.version ?? 1}
title: { en: Welcome call }
owner: cs-ops@acme.example
goal: Everybody has been called
timezone: UTC
start: { manual: true }
enroll:
  only: [account.status is "active"]
  never: [account.muted]
  again_after: 30d
steps:
  - id: pause
    wait: ${over.wait ?? '2d'}
tests:
  - name: an active account gets through
    given: { date: 2026-03-02, account: { status: active, muted: false } }
    expect: { enrolled: true, ran: [${over.expected ?? 'pause'}] }
`,
});

jest.setTimeout(30_000);

let scratch: ScratchDatabase;
let api: ApiHarness;

beforeAll(async () => {
  scratch = await scratchDatabase();
  api = await apiHarness(scratch.db);
  await scratch.db.client.account.createMany({
    data: [
      { id: 'acme', name: 'Acme' },
      { id: 'quiet', name: 'Quiet', muted: true },
    ],
  });
}, 120_000);

afterAll(async () => {
  await api?.close();
  await scratch?.stop();
});

const lint = (...files: File[]) => api.post('/v1/playbooks/lint', { files });
const publish = (...files: File[]) => api.post('/v1/playbooks/publish', { files });
const published = async (): Promise<string[]> =>
  (await scratch.db.client.playbookVersion.findMany({ orderBy: { version: 'asc' } })).map(
    ({ playbook: id, version, current }) => `${id}@${version}${current ? '*' : ''}`,
  );

describe('lint', () => {
  test('a good book has no errors, and nothing is stored', async () => {
    expect(await lint(METRICS, playbook())).toMatchObject({ status: 200, body: { files: 2, errors: 0 } });
    expect(await published()).toEqual([]);
  });

  test('mistakes come as diagnostics with file, place and suggestion, all at once, and are no refusal', async () => {
    const broken = {
      path: 'welcome.playbook.yaml',
      text: playbook().text.replace('wait: 2d', 'wiat: 2d').replace('goal:', 'gaol:'),
    };
    const { status, body } = await lint(METRICS, broken);
    expect(status).toBe(200);
    expect(body.errors).toBeGreaterThanOrEqual(2);
    expect(body.diagnostics[0]).toMatchObject({
      file: 'welcome.playbook.yaml',
      severity: 'error',
      span: { line: expect.any(Number) as unknown },
    });
    expect(JSON.stringify(body.diagnostics)).toContain('wait');
  });

  test.each([
    ['an empty list', [], 'body.files'],
    ['a file without text', [{ path: 'a.yaml' }], 'body.files[0].text'],
    ['a path that leaves the book', [{ path: '../../etc/passwd', text: '' }], 'body.files[0].path'],
    ['an absolute path', [{ path: '/etc/passwd', text: '' }], 'body.files[0].path'],
    ['a backslash', [{ path: 'a\\b.yaml', text: '' }], 'body.files[0].path'],
    ['a file twice', [METRICS, METRICS], 'body.files[1].path'],
    ['text instead of a file', ['metrics.yaml'], 'body.files[0]'],
    ['an unknown field', [{ ...METRICS, mode: 7 }], 'body.files[0].mode'],
  ])('%s is a 400 that says where', async (_name, files, place) => {
    const { status, body } = await api.post('/v1/playbooks/lint', { files });
    expect({ status, place: body.place }).toEqual({ status: 400, place });
  });

  test('text that would stop a parser comes back as diagnostics, and the API lives', async () => {
    for (const text of [
      '['.repeat(20_000),
      `a: &a [x]\n${'b: *a\n'.repeat(2)}`,
      '\t- a: [',
      '!!js/function "x"',
      `x: ${'{a: '.repeat(5_000)}`,
    ]) {
      expect((await lint(METRICS, { path: 'x.playbook.yaml', text })).body.errors).toBeGreaterThan(0);
    }
    expect((await api.get('/health/ready')).status).toBe(200);
  });
});

describe('publish', () => {
  test('a book with errors is refused with its diagnostics', async () => {
    const { status, body } = await publish(METRICS, {
      path: 'welcome.playbook.yaml',
      text: playbook().text.replace('goal:', 'gaol:'),
    });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'book-has-errors' });
    expect(body.diagnostics.length).toBeGreaterThan(0);
    expect(await published()).toEqual([]);
  });

  test('a book whose own tests fail is refused and the test is named with its place', async () => {
    const { status, body } = await publish(METRICS, playbook({ expected: 'pause, pause' }));
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'tests-failed' });
    expect(JSON.stringify(body)).toContain(
      'welcome v1: the test \\"an active account gets through\\" fails: ran: expected [pause, pause]',
    );
    expect(body.diagnostics).toMatchObject([
      {
        code: 'test-failed',
        file: 'welcome.playbook.yaml',
        message: expect.stringContaining('an active account gets through') as unknown,
      },
    ]);
    expect(await published()).toEqual([]);
  });

  test('a good book is published at business time, and again it changes nothing', async () => {
    const first = await publish(METRICS, playbook());
    expect(first).toMatchObject({
      status: 200,
      body: { testsPassed: 1, playbooks: [{ playbook: 'welcome', version: 1, changed: true }] },
    });
    expect(await publish(METRICS, playbook())).toMatchObject({ status: 200, body: { playbooks: [{ changed: false }] } });
    expect((await api.get('/v1/playbooks/welcome')).body).toMatchObject({
      version: 1,
      publishedAt: '2026-03-10T12:00:00.000Z',
      contentHash: first.body.playbooks[0].contentHash as string,
      source: playbook().text,
      start: 'manual',
    });
  });

  test('a changed body under the same version is a conflict that names the version to give it; nothing is published', async () => {
    const other = { ...playbook({ id: 'other' }), path: 'other.playbook.yaml' };
    const { status, body } = await publish(METRICS, playbook({ wait: '3d' }), other);
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'version-taken' });
    expect(body.detail).toContain('welcome version 1');
    expect(body.fix).toContain('`version: 2` in welcome.playbook.yaml');
    expect(await published()).toEqual(['welcome@1*']);
  });

  test('the next version is taken and becomes the one in force', async () => {
    expect((await publish(METRICS, playbook({ version: 2, wait: '3d' }))).status).toBe(200);
    expect(await published()).toEqual(['welcome@1', 'welcome@2*']);
    expect((await api.get('/v1/playbooks/welcome')).body.versions).toMatchObject([
      { version: 2, current: true },
      { version: 1, current: false },
    ]);
  });

  test('a playbook that cannot be carried out yet is refused item by item, and the others are published', async () => {
    const later = playbook({ id: 'later', wait: '{ until: 7d after lifecycle.since }' });
    const file = { ...later, path: 'later.playbook.yaml' };
    const notRunnable = [{ where: 'steps.pause', what: 'wait: until lifecycle.since' }];
    const other = { ...playbook({ id: 'another' }), path: 'another.playbook.yaml' };
    expect(await publish(METRICS, other, file)).toMatchObject({
      status: 200,
      body: { playbooks: [{ playbook: 'another' }], refused: [{ file: file.path, playbook: 'later', version: 1, notRunnable }] },
    });
    expect(await published()).not.toContain('later@1*');
    const alone = await publish(METRICS, file);
    expect(alone).toMatchObject({ status: 422, body: { type: expect.stringContaining('not-runnable') } });
    expect(JSON.stringify(alone.body)).toContain('later v1: steps.pause (wait: until lifecycle.since)');
  });

  test('files without metrics and playbooks are nothing to publish', async () => {
    expect(await publish({ path: 'README.md', text: 'hello' })).toMatchObject({ status: 422, body: { code: 'empty-book' } });
  });
});

describe('enrolling by hand', () => {
  const enroll = (account: string, requestId?: string, id = 'welcome') =>
    api.post(`/v1/playbooks/${id}/enroll`, { account, requestId });
  const REQUEST = '0b0e6b1e-3f44-4c43-9d8b-0e4a3f1c9a77';

  test('an account that the rules let in gets one run, however often the same request is sent', async () => {
    const run = `pb:welcome:acme:manual:${REQUEST}`;
    expect(await enroll('acme', REQUEST)).toMatchObject({ status: 200, body: { decision: 'enroll', run, arm: 'treatment' } });
    expect(await enroll('acme', REQUEST)).toMatchObject({ status: 200, body: { decision: 'repeated', run } });
    expect((await api.get(`/v1/runs/${encodeURIComponent(run)}`)).body).toMatchObject({
      status: 'starting',
      version: 2,
      trigger: { episode: `manual:${REQUEST}` },
    });
    const { rows } = await scratch.db.pool.query("SELECT payload FROM outbox WHERE kind = 'start_run'");
    expect(rows).toEqual([{ payload: { runId: run } }]);
  });

  test('the rules of the playbook still hold, and the reason is told', async () => {
    expect(await enroll('quiet')).toMatchObject({
      status: 200,
      body: { decision: 'skip', reason: 'suppressed', detail: 'never: account.muted', run: null },
    });
    expect(await enroll('acme')).toMatchObject({ status: 200, body: { decision: 'skip', reason: 'already_running' } });
  });

  test('unknown playbooks and accounts are named', async () => {
    expect(await enroll('acme', undefined, 'nothing')).toMatchObject({ status: 404, body: { code: 'no-such-playbook' } });
    expect(await enroll('nobody')).toMatchObject({ status: 422, body: { code: 'no-such-account', place: 'body.account' } });
  });
});

describe('the shipped book', () => {
  const root = resolve(import.meta.dirname, '../../playbooks');
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(yaml|hbs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(root, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }));

  test('it is published through the API, its tests passing; a playbook that starts by itself is not started by hand', async () => {
    const { status, body } = await publish(...files);
    expect({ status, problem: body.detail as unknown }).toEqual({ status: 200, problem: undefined });
    expect(body.testsPassed).toBeGreaterThanOrEqual(3 * (body.playbooks as unknown[]).length);
    const id = (body.playbooks as { playbook: string }[])[0]?.playbook ?? '';
    expect(await api.post(`/v1/playbooks/${id}/enroll`, { account: 'acme' })).toMatchObject({
      status: 422,
      body: { code: 'not-manual' },
    });
  });
});
