import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine } from '../../apps/cli/local-stack/process-list.js';
import { packageRoot } from '../../apps/package-root.js';

interface DemoAnswer {
  readonly accounts: number;
  readonly playbooks: readonly {
    readonly id: string;
    readonly triggered: number;
    readonly enrolled: number;
    readonly holdout: number;
    readonly skipped: Readonly<Record<string, number>>;
  }[];
  readonly messages: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly tasks: Readonly<Record<string, number>>;
  readonly simulated: { readonly tasks: number; readonly messages: number };
  readonly decisions: readonly { readonly decision: string; readonly facts: readonly { readonly name: string }[] }[];
  readonly mail: readonly { readonly messageId: string; readonly to: readonly string[]; readonly subject: string }[];
  readonly run: {
    readonly status: string;
    readonly trace: readonly { readonly seq: number; readonly at: string; readonly type: string }[];
    readonly facts: readonly object[];
    readonly steps: readonly { readonly step: string; readonly dueAt: string }[];
  } | null;
}

let answer: DemoAnswer;
let stderr = '';
let code: number | null;

let box: string;

const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLine(Number(pid)))
    .filter((line) => line.includes(box));

// A shortened demo through the real stack: embedded PostgreSQL, Temporal, SMTP, api and worker as processes.
beforeAll(async () => {
  // Everything temporary goes here, so that what is left can be seen.
  box = mkdtempSync(join(tmpdir(), 'sopwith-e2e-'));
  chmodSync(box, 0o755);
  const script = join(packageRoot(), 'apps/cli/sopwith.mjs');
  const child = spawn(process.execPath, [script, 'demo', '--json', '--days', '50', '--day', '300ms'], {
    env: { ...process.env, NO_COLOR: '1', TMPDIR: box },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  // Whole, once everything is written.
  code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`demo ended with ${code}:\n${stderr}`);
  answer = JSON.parse(stdout) as DemoAnswer;
}, 240_000);
afterAll(() => rmSync(box, { recursive: true, force: true }));

describe('the shortened demo', () => {
  test('ends with exit 0, one JSON document on stdout and progress on stderr', () => {
    expect(code).toBe(0);
    expect(answer.accounts).toBe(60);
    expect(stderr).toMatch(/day {2}50 of 50: \d+ enrolled/);
  });

  test('every trigger has one decision and the facts that made it', () => {
    expect(answer.decisions.length).toBeGreaterThan(10);
    for (const { facts } of answer.decisions) expect(facts.length).toBeGreaterThan(0);
    const triggered = answer.playbooks.reduce((sum, playbook) => sum + playbook.triggered, 0);
    expect(triggered).toBe(answer.decisions.length);
    for (const { triggered: all, enrolled, holdout, skipped } of answer.playbooks) {
      expect(enrolled + holdout + Object.values(skipped).reduce((sum, n) => sum + n, 0)).toBe(all);
    }
  });

  test('every mail that counts as sent arrived once', () => {
    expect(answer.mail.length).toBeGreaterThan(0);
    expect(new Set(answer.mail.map(({ messageId }) => messageId)).size).toBe(answer.mail.length);
    expect(answer.mail.length).toBe(answer.messages['email']?.['sent']);
    for (const { messageId, to, subject } of answer.mail) {
      expect(messageId).toMatch(/^<[0-9a-f]{32}@sopwith>$/);
      expect(to.length).toBeGreaterThan(0);
      expect(subject).not.toContain('{{');
    }
  });

  test('what people did is labelled as simulated', () => {
    expect(answer.tasks['done']).toBeGreaterThan(0);
    expect(answer.simulated.tasks).toBeGreaterThan(0);
  });

  test('the flight record of a finished run is complete and in order', () => {
    const run = answer.run;
    expect(run?.status).toBe('finished');
    const trace = run?.trace ?? [];
    expect(trace[0]?.type).toBe('run_started');
    expect(trace.at(-1)?.type).toBe('run_finished');
    expect(trace.map(({ seq }) => seq)).toEqual(trace.map((_, index) => (trace[0]?.seq ?? 0) + index));
    expect([...trace].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq))).toEqual(trace);
    expect(run?.facts.length).toBeGreaterThan(0);
    expect(run?.steps.length).toBeGreaterThan(0);
  });

  test('nothing is left: no process, no scratch folder', () => {
    if (process.platform === 'linux') expect(processes()).toEqual([]);
    expect(readdirSync(box).filter((name) => name.startsWith('sopwith-'))).toEqual([]);
  });
});
