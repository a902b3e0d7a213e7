import { PassThrough, Writable } from 'node:stream';
import { main } from '../../apps/cli/main.js';

/** What a command said, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `sopwith` in this process with streams of its own; `machine` is all of the environment it sees besides PATH. */
export async function runCli(args: readonly string[], machine: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const said = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[name] += chunk.toString();
        done();
      },
    });
  const streams = { stdin: new PassThrough(), stdout: into('stdout'), stderr: into('stderr') };
  const code = await main(args, streams, { PATH: process.env['PATH'] ?? '', SOPWITH_HOME: '/nowhere/sopwith', ...machine });
  return { code, ...said };
}
