import { expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { isAlive, waitUntilGone } from '../../apps/cli/local-stack/process-list.js';
import { findTimeSkipping, timeSkippingEnv } from '../support/time-skipping-env.js';

const root = path.resolve(import.meta.dirname, '../..');
const source = await findTimeSkipping();
/** Without the server these count as skipped; why is on stderr. */
const law = 'missing' in source ? test.skip : test;

const CHILD = `
import { register } from 'node:module';
register(process.argv[1]);
const { startTimeSkipping } = await import(process.argv[2]);
const { pid } = await startTimeSkipping(JSON.parse(process.argv[3]));
console.log(pid);
setInterval(() => undefined, 1_000);
process.on('SIGUSR2', () => { throw new Error('a crash'); });
`;

/** A process that starts the server, and the server's process id. */
async function startedByAnother(): Promise<{ child: ChildProcess; pid: number }> {
  const url = (file: string): string => pathToFileURL(path.join(root, file)).href;
  const files = [url('test/support/typescript-hooks.mjs'), url('apps/cli/local-stack/time-skipping-server.ts')];
  const args = ['--input-type=module', '-e', CHILD, ...files, JSON.stringify(source)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, pid: Number(said.toString()) };
}

for (const [how, signal] of [
  ['is killed', 'SIGKILL'],
  ['crashes', 'SIGUSR2'],
] as const) {
  law(
    `the server ends when the process that started it ${how}`,
    async () => {
      const { child, pid } = await startedByAnother();
      expect(isAlive(pid)).toBe(true);
      child.kill(signal);
      expect(await waitUntilGone(pid, 15_000)).toBe(true);
    },
    60_000,
  );
}

law(
  'its clock passes as it is told, a year in a moment, and stops where it is told',
  async () => {
    if ('missing' in source) return;
    const env = await timeSkippingEnv(source);
    try {
      const before = await env.now();
      await env.pass(365 * 86_400_000);
      const passed = (await env.now()) - before;
      expect(passed).toBeGreaterThanOrEqual(365 * 86_400_000);
      expect(passed).toBeLessThan(366 * 86_400_000);
    } finally {
      await env.stop();
    }
  },
  60_000,
);
