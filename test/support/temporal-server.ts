import { Connection } from '@temporalio/client';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes.js';
import { resolveTemporal, type TemporalSource } from '../../apps/cli/local-stack/temporal-resolver.js';
import { SEARCH_ATTRIBUTES } from '../../workflows/durable/search-attributes.js';

export interface TemporalServer {
  readonly address: string;
  readonly port: number;
  /** Stops the server if this started it. */
  stop(): Promise<void>;
  /** `kill -9`, and waits until it is gone. Only a server that this started can be killed. */
  kill(): Promise<void>;
}

/**
 * The server ends with its standard input, which this process holds: however this process ends (a crash, a kill), no
 * server is left behind. Its process id is the only line that is written.
 */
const GUARD = '"$@" > /dev/null & child=$!; echo "$child"; cat > /dev/null; kill "$child"; wait "$child"';

/** The binary a user would run, plus Go's own folder, where a developer's `go install` puts it. */
async function findServer(own: boolean): Promise<TemporalSource> {
  const searchPath = [process.env['PATH'] ?? '', path.join(homedir(), 'go/bin')].join(path.delimiter);
  return resolveTemporal({
    address: own ? null : (process.env['TEMPORAL_ADDRESS'] ?? null),
    env: { ...process.env, PATH: searchPath },
    onProgress: (text) => process.stderr.write(`${text}\n`),
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port on 127.0.0.1');
  return address.port;
}

async function ready(address: string, child: ChildProcess | null): Promise<Connection> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await Connection.connect({ address, connectTimeout: '1s' });
    } catch (error) {
      if (Date.now() > until || (child && child.exitCode !== null)) {
        throw new Error(`the Temporal server at ${address} did not answer within 20 s`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Makes the search attributes of runs known; harmless when they are. */
async function registerSearchAttributes(connection: Connection): Promise<void> {
  const known = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
  const missing = SEARCH_ATTRIBUTES.filter(({ name }) => !(name in (known.customAttributes ?? {})));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    missing.map(({ name, type }) => [name, encodeSearchAttributeIndexedValueType(type) ?? null]),
  ) as Record<string, NonNullable<ReturnType<typeof encodeSearchAttributeIndexedValueType>>>;
  await connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
}

async function processId(child: ChildProcess): Promise<number> {
  let line = '';
  for await (const chunk of child.stdout ?? []) {
    line += String(chunk);
    if (line.includes('\n')) return Number(line);
  }
  throw new Error('the Temporal server could not be started');
}

/**
 * A real Temporal server for one test file, found as `sopwith up` finds it (TEMPORAL_ADDRESS first); in memory unless a
 * database file is given. With a file it is always one of its own, which takes up what an earlier one on that file left.
 */
export async function temporalServer(options: { readonly file?: string; readonly port?: number } = {}): Promise<TemporalServer> {
  const source = await findServer(options.file !== undefined);
  if (source.kind === 'address') {
    const connection = await ready(source.address, null);
    await registerSearchAttributes(connection);
    await connection.close();
    const refuse = (): Promise<void> =>
      Promise.reject(new Error(`the Temporal server at ${source.address} is not the test's own`));
    return {
      address: source.address,
      port: Number(source.address.split(':').at(-1)),
      stop: () => Promise.resolve(),
      kill: refuse,
    };
  }
  const port = options.port ?? (await freePort());
  const address = `127.0.0.1:${port}`;
  const pragmas = ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'];
  const storage = options.file === undefined ? [] : ['--db-filename', options.file, ...pragmas];
  // Timers may ring a second late by default, which is many days on the clock of a test.
  const prompt = ['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="1ms"'];
  const args = [
    'server',
    'start-dev',
    '--headless',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--log-level',
    'error',
    ...prompt,
    ...storage,
  ];
  const child = spawn('sh', ['-c', GUARD, 'sh', source.path, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
  const pid = await processId(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  const kill = async (): Promise<void> => {
    process.kill(pid, 'SIGKILL');
    await stop();
  };
  try {
    const connection = await ready(address, child);
    await registerSearchAttributes(connection);
    await connection.close();
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, port, stop, kill };
}
