import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import nodemailer from 'nodemailer';
import { startMailCatcher } from '../../apps/cli/local-stack/mail-catcher/mail-catcher.js';
import { Part, PartFailed, type PartEvent, type PartSpec } from '../../apps/cli/local-stack/part.js';
import { freePort } from '../../apps/cli/local-stack/ports.js';
import { isAlive, waitUntilGone } from '../../apps/cli/local-stack/process-list.js';
import { packageRoot } from '../../apps/package-root.js';

let box: string;
let parts: Part[];
const events: PartEvent[] = [];

beforeEach(() => {
  box = mkdtempSync(join(tmpdir(), 'sopwith-parts-'));
  parts = [];
  events.length = 0;
});
afterEach(async () => {
  await Promise.all(parts.map((part) => part.stop()));
  rmSync(box, { recursive: true, force: true });
});

const guard = join(packageRoot(), 'apps/cli/local-stack/guard.mjs');

async function eventually(what: () => boolean, ms = 5_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) if (what()) return;
  throw new Error(`did not come true within ${ms} ms: ${what.toString()}`);
}

/** A guarded server written in a few lines of JavaScript; it is ready at once. */
function guarded(script: string, spec: Partial<PartSpec> = {}): Part {
  const file = join(box, 'server.mjs');
  writeFileSync(file, script);
  const server = JSON.stringify({ command: process.execPath, args: [file], stopSignal: 'SIGTERM', graceMs: 400 });
  const part = new Part(
    {
      name: 'server',
      command: process.execPath,
      args: [guard, server],
      logFile: join(box, 'server.log'),
      ready: async () => eventually(() => readFileSync(join(box, 'server.log'), 'utf8').includes('listening')),
      readyMs: 5_000,
      stopMs: 4_000,
      guarded: true,
      ...spec,
    },
    (event) => events.push(event),
  );
  parts.push(part);
  return part;
}

const SERVER = `console.log('listening'); setInterval(() => 0, 1000);`;
const DEAF_SERVER = `process.on('SIGTERM', () => 0); ${SERVER}`;

describe('a part of the stack', () => {
  test('is stopped politely, and by force when it is deaf', async () => {
    for (const script of [SERVER, DEAF_SERVER]) {
      const part = guarded(script);
      await part.start();
      const pids = [...part.pids];
      expect(pids).toHaveLength(2);
      await part.stop();
      expect(pids.filter(isAlive)).toEqual([]);
    }
    expect(events).toEqual([]);
  });

  test('that crashes is told with its last words, and runs again', async () => {
    const part = guarded(SERVER);
    await part.start();
    const first = part.pid;
    part.kill();
    await eventually(() => events.some((event) => event.type === 'restarted'));
    expect(events[0]).toMatchObject({ type: 'crashed', part: 'server', how: 'ended with code 1', restartInMs: 500 });
    expect(events[0]).toHaveProperty('lastLines', expect.stringContaining('was ended by SIGKILL'));
    expect(part.pid).not.toBe(first);
    expect(isAlive(part.pid ?? 0)).toBe(true);
  });

  test('whose guard is killed does not leave its server behind', async () => {
    const part = guarded(DEAF_SERVER);
    await part.start();
    const [guardPid, serverPid] = part.pids as [number, number];
    process.kill(guardPid, 'SIGKILL');
    expect(await waitUntilGone(serverPid, 3_000)).toBe(true);
  });

  test('that ends while it starts is a failure with its last lines', async () => {
    const part = guarded(`console.log('no such option'); process.exit(3);`, { ready: () => new Promise(() => undefined) });
    const error = await part.start().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PartFailed);
    expect(error).toMatchObject({ part: 'server', how: 'ended with code 3', lastLines: 'no such option' });
  });

  test('that never answers is ended at its bound', async () => {
    const part = guarded(SERVER, { ready: () => new Promise(() => undefined), readyMs: 800 });
    const error = await part.start().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ how: 'did not answer within 0.8 s' });
    expect(part.pids).toEqual([]);
  });
});

describe('when the parent is killed with -9', () => {
  let parent: ChildProcess | null = null;
  afterEach(() => void parent?.kill('SIGKILL'));

  /** A parent that starts a child the way the stack does, and prints its ids. */
  async function orphaned(args: readonly string[], pidsOf: string): Promise<number[]> {
    const script = `import { spawn } from 'node:child_process';
      const child = spawn(process.execPath, ${JSON.stringify(args)}, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true });
      child.on('message', (message) => console.log(JSON.stringify(${pidsOf})));
      setInterval(() => 0, 1000);`;
    parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise<string>((resolve) => parent?.stdout?.once('data', (data: Buffer) => resolve(data.toString())));
    const pids = JSON.parse(line) as number[];
    expect(pids.every(isAlive)).toBe(true);
    parent.kill('SIGKILL');
    return pids;
  }

  test('a guarded server and its guard end, deaf or not', async () => {
    writeFileSync(join(box, 'server.mjs'), DEAF_SERVER);
    const server = JSON.stringify({ command: process.execPath, args: [join(box, 'server.mjs')], graceMs: 300 });
    const pids = await orphaned([guard, server], '[child.pid, message.pid]');
    for (const pid of pids) expect(await waitUntilGone(pid, 5_000)).toBe(true);
  });

  test('a node child ends as well, even when it does not drain', async () => {
    const preload = join(packageRoot(), 'apps/cli/local-stack/exit-with-parent.mjs');
    writeFileSync(
      join(box, 'child.mjs'),
      `process.on('SIGTERM', () => 0); process.send({ ready: true }); setInterval(() => 0, 1000);`,
    );
    const pids = await orphaned(['--import', `file://${preload}`, join(box, 'child.mjs')], '[child.pid]');
    for (const pid of pids) expect(await waitUntilGone(pid, 6_000)).toBe(true);
  });
});

describe('the mail catcher', () => {
  async function catcher() {
    return startMailCatcher({ folder: join(box, 'mail'), smtpPort: await freePort(), pagePort: await freePort() });
  }
  const letter = { from: 'cs@sopwith.example', to: 'Ann <ann@acme.example>', messageId: '<abc@sopwith>' };

  test('keeps what it accepted, over a restart', async () => {
    const first = await catcher();
    const transport = nodemailer.createTransport(first.smtpUrl);
    await transport.sendMail({ ...letter, subject: 'Grüße 你好', text: 'Guten Tag,\n你好' });
    transport.close();
    await first.stop();
    const second = await catcher();
    const messages = await second.readMessages();
    await second.stop();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ id: 1, messageId: '<abc@sopwith>', subject: 'Grüße 你好', to: ['ann@acme.example'] });
    expect(messages[0]?.text).toContain('你好');
  });

  test('shows every part of a message as text, whatever it holds', async () => {
    const mail = await catcher();
    try {
      const transport = nodemailer.createTransport(mail.smtpUrl);
      await transport.sendMail({
        ...letter,
        subject: '<script>alert(1)</script>',
        text: '</pre><img src=x>',
        html: '"><script>alert(2)</script>',
      });
      transport.close();
      const list = await (await fetch(mail.pageUrl)).text();
      const page = await fetch(`${mail.pageUrl}/messages/1.html`);
      const text = await page.text();
      expect(list + text).not.toMatch(/<script|<img|<\/pre><img/);
      expect(text).toContain('&lt;/pre&gt;&lt;img');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      const json = (await (await fetch(`${mail.pageUrl}/messages.json`)).json()) as { subject: string }[];
      expect(json).toMatchObject([{ id: 1, subject: '<script>alert(1)</script>', messageId: '<abc@sopwith>' }]);
      expect((await fetch(`${mail.pageUrl}/messages/1`)).headers.get('content-type')).toContain('application/json');
      expect((await fetch(`${mail.pageUrl}/messages/99`)).status).toBe(404);
      expect((await fetch(`${mail.pageUrl}/messages/1`, { method: 'POST' })).status).toBe(405);
    } finally {
      await mail.stop();
    }
  });
});
