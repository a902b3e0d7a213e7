import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../../apps/cli/local-stack/ports.js';
import { commandLine, isAlive, waitUntilGone } from '../../apps/cli/local-stack/process-list.js';
import { packageRoot } from '../../apps/package-root.js';

const script = join(packageRoot(), 'apps/cli/sopwith.mjs');
const SECOND = 1_000;

/** `sopwith up` as a user has it: a process of its own on a folder of its own. */
class Up {
  readonly process: ChildProcess;
  stdout = '';
  stderr = '';
  readonly exit: Promise<number | null>;

  constructor(
    readonly home: string,
    port: number,
    ...more: readonly string[]
  ) {
    const env: NodeJS.ProcessEnv = { ...process.env, SOPWITH_SWEEP_MS: '500', NO_COLOR: '1' };
    for (const name of ['DATABASE_URL', 'SMTP_URL', 'PORT', 'SOPWITH_AUTOPILOT']) delete env[name];
    this.process = spawn(process.execPath, [script, 'up', '--no-demo', '--home', home, '--port', String(port), ...more], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (data: Buffer) => (this.stdout += data.toString()));
    this.process.stderr?.on('data', (data: Buffer) => (this.stderr += data.toString()));
    this.exit = new Promise((resolve) => this.process.once('exit', resolve));
  }

  async says(text: string | RegExp, ms: number): Promise<void> {
    const both = () => this.stdout + this.stderr;
    for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) {
      if (typeof text === 'string' ? both().includes(text) : text.test(both())) return;
      if (this.process.exitCode !== null) break;
    }
    throw new Error(`never said ${String(text)}; it said:\n${both()}`);
  }

  get stack(): { children: Record<string, number>; apiUrl: string; mailUrl: string; databaseUrl: string } {
    return JSON.parse(readFileSync(join(this.home, 'stack.json'), 'utf8')) as Up['stack'];
  }

  /** The parts, and the guards around two of them. */
  pids(): number[] {
    const own = Object.values(this.stack.children);
    return [...own, ...own.map(parentOf)].filter((pid) => pid > 1 && pid !== this.process.pid);
  }
}

/** One command against the stack of a folder; stdout has to be one JSON document. */
async function sopwith(home: string, ...args: string[]): Promise<{ code: number | null; json: unknown }> {
  const child = spawn(process.execPath, [script, ...args, '--home', home], { stdio: ['ignore', 'pipe', 'ignore'] });
  let stdout = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, json: JSON.parse(stdout) };
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('sopwith up', () => {
  let home: string;
  let port: number;
  let up: Up;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'sopwith-stack-'));
    chmodSync(home, 0o755);
    port = await freePort();
  });
  afterAll(async () => {
    if (up.process.exitCode === null) up.process.kill('SIGINT');
    await up.exit;
    rmSync(home, { recursive: true, force: true });
  });

  async function allGone(pids: readonly number[]): Promise<void> {
    for (const pid of pids) {
      if (!(await waitUntilGone(pid, 12 * SECOND))) throw new Error(`still there: ${pid} ${commandLine(pid)}`);
    }
  }

  test('the first start brings everything up and shows the key once', async () => {
    const started = Date.now();
    up = new Up(home, port);
    await up.says('Sopwith is up', 90 * SECOND);
    expect(Date.now() - started).toBeLessThan(90 * SECOND);
    expect(up.stdout).toMatch(/API key {2}sop_live_\w+/);
    expect(Object.keys(up.stack.children).sort()).toEqual(['api', 'postgres', 'temporal', 'worker']);
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
    expect((await fetch(up.stack.mailUrl)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/v1/runs`)).status).toBe(401);
    const key = /sop_live_\w+/.exec(up.stdout)?.[0] ?? '';
    expect((await fetch(`http://127.0.0.1:${port}/v1/runs`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  }, 120_000);

  test('the other commands find it by its folder and answer in the documented shapes', async () => {
    const data = join(home, 'csv');
    mkdirSync(data);
    writeFileSync(join(data, 'accounts.csv'), 'account_id,name,timezone\nacme,Acme,Europe/Berlin\n,Nameless,UTC\n');
    const imported = await sopwith(home, 'import', data, '--json');
    expect(imported.code).toBe(1);
    expect(imported.json).toMatchObject({ sections: { accounts: { read: 2, taken: 1, rejected: 1, firstReject: { line: 3 } } } });
    expect(readFileSync(join(home, 'rejected/accounts.rejected.csv'), 'utf8')).toMatch(/^3,/m);
    expect(await sopwith(home, 'runs', '--json')).toMatchObject({ code: 0, json: { runs: [], nextCursor: null } });
    expect(await sopwith(home, 'tasks', '--json')).toMatchObject({ code: 0, json: { tasks: [], nextCursor: null } });
    const evaluated = await sopwith(home, 'evaluate', '--account', 'acme', '--json');
    expect(evaluated).toMatchObject({
      code: 0,
      json: { asOf: expect.any(String), accounts: [{ account: 'acme', playbooks: expect.any(Array) }] },
    });
    const report = await sopwith(home, 'report', '--json');
    expect(report).toMatchObject({ code: 0, json: { accounts: 1, messages: {}, tasks: {}, playbooks: expect.any(Array) } });
    expect((report.json as { playbooks: object[] }).playbooks[0]).toMatchObject({ id: expect.any(String), version: 1, triggered: 0, enrolled: 0, holdout: 0, skipped: {}, runs: {}, steps: {}, verdicts: {} }); // prettier-ignore
    expect(await sopwith(home, 'run', 'pb:none', '--json')).toMatchObject({ code: 2, json: { error: { code: 'no-such-run' } } });
    const closing = await sopwith(home, 'task', 'close', 'nonsense', '--outcome', 'reached', '--json');
    expect(closing).toMatchObject({ code: 2, json: { error: { code: 'no-such-task' } } });
    const future = await sopwith(home, 'evaluate', '--as-of', '2999-01-01', '--json');
    expect(future).toMatchObject({ code: 2, json: { error: { code: 'as-of-in-future' } } });
  }, 60_000);

  test('a second one on the same folder is refused', async () => {
    const second = new Up(home, await freePort());
    expect(await second.exit).toBe(3);
    expect(second.stderr).toContain(`A stack runs already on ${home}`);
    expect(isAlive(up.stack.children['api'] ?? 0)).toBe(true);
  }, 20_000);

  test.each(['worker', 'temporal', 'postgres'])(
    'a %s that is killed is told and runs again',
    async (part) => {
      const before = up.stack.children[part] ?? 0;
      const said = up.stderr.length;
      process.kill(before, 'SIGKILL');
      await up.says(new RegExp(`${part} runs again`), 60 * SECOND);
      expect(up.stderr.slice(said)).toMatch(
        new RegExp(`${part} (was killed by SIGKILL|ended with code \\d+); starting it again in 0\\.5 s`),
      );
      expect(up.stack.children[part]).not.toBe(before);
      expect(isAlive(up.stack.children[part] ?? 0)).toBe(true);
      for (let tries = 0; (await fetch(`http://127.0.0.1:${port}/health/ready`)).status !== 200; tries += 1) {
        if (tries > 50) throw new Error('the API did not recover');
        await sleep(200);
      }
    },
    90_000,
  );

  test('Ctrl-C stops everything in order, and nothing is left', async () => {
    const pids = up.pids();
    expect(pids.length).toBeGreaterThanOrEqual(6);
    const started = Date.now();
    up.process.kill('SIGINT');
    // npm passes the terminal's signal on: a second one within the same moment is the same Ctrl-C.
    up.process.kill('SIGINT');
    expect(await up.exit).toBe(0);
    expect(Date.now() - started).toBeLessThan(20 * SECOND);
    expect(up.stderr).toContain('Stopped. Everything is kept');
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(join(home, 'stack.json'))).toBe(false);
  }, 40_000);

  test('a port in use is exit 3, named with the way out, and nothing is left behind', async () => {
    const blocker = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const refused = new Up(home, port);
    expect(await refused.exit).toBe(3);
    blocker.close();
    expect(refused.stderr).toContain(`Port ${port} on 127.0.0.1`);
    expect(refused.stderr).toContain(`npx sopwith up --port ${port + 1}`);
    expect(existsSync(join(home, 'stack.json'))).toBe(false);
  }, 20_000);

  test('the second start finds the same data within 20 s; kill -9 leaves no process; the third start recovers', async () => {
    const started = Date.now();
    up = new Up(home, port);
    await up.says('Sopwith is up', 60 * SECOND);
    expect(Date.now() - started).toBeLessThan(20 * SECOND);
    expect(up.stdout).not.toContain('API key');

    const pids = up.pids();
    up.process.kill('SIGKILL');
    await up.exit;
    up = new Up(home, port, '--new-key', '--json');
    await up.says(/\n}\n/, 60 * SECOND);
    await allGone(pids);
    // Whoever lost the first key gets another one; the table is one JSON document for scripts.
    const said = JSON.parse(up.stdout) as { apiUrl: string; apiKey: string; playbooks: object[] };
    expect(said).toMatchObject({ apiUrl: `http://127.0.0.1:${port}`, playbooks: expect.any(Array) });
    expect((await fetch(`${said.apiUrl}/v1/runs`, { headers: { 'x-api-key': said.apiKey } })).status).toBe(200);
  }, 120_000);

  test('a second Ctrl-C forces: a worker that does not answer is not waited for, and nothing is left', async () => {
    const pids = up.pids();
    process.kill(up.stack.children['worker'] ?? 0, 'SIGSTOP');
    up.process.kill('SIGINT');
    await up.says('Stopping', 5 * SECOND);
    await sleep(SECOND);
    const asked = Date.now();
    up.process.kill('SIGINT');
    expect(await up.exit).toBe(130);
    expect(Date.now() - asked).toBeLessThan(3 * SECOND);
    await allGone(pids);
  }, 40_000);

  test('SIGTERM is a wish to stop as well', async () => {
    up = new Up(home, port);
    await up.says('Sopwith is up', 60 * SECOND);
    const pids = up.pids();
    up.process.kill('SIGTERM');
    expect(await up.exit).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  }, 90_000);
});
