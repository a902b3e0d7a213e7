import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Interrupted, missing } from '../failure.js';
import { buildTemporal } from './temporal-build.js';
import { cachedTemporal, TEMPORAL_CLI_VERSION } from './temporal-cache.js';
import { downloadTemporal, type DownloadOptions } from './temporal-download.js';
import { findOnPath, isExecutable, runCommand } from './run-command.js';

/** Where a Temporal server was found. */
export type TemporalSource =
  | { readonly kind: 'address'; readonly address: string }
  | {
      readonly kind: 'executable';
      readonly from: 'path' | 'cache' | 'download' | 'go';
      readonly path: string;
      /** Version of the server inside, e.g. `1.29.1`: its database file belongs to it. */
      readonly serverVersion: string;
    };

export interface ResolverOptions {
  readonly address: string | null;
  /** PATH, HOME and the like of the machine. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (text: string) => void;
  /** Ends a download or a build that is under way. */
  readonly signal?: AbortSignal;
  readonly stallMs?: number;
  readonly fetcher?: DownloadOptions['fetcher'];
}

/**
 * Finds or gets a Temporal server, in this order: TEMPORAL_ADDRESS, `temporal` on PATH, the user's cache folder, the SDK's
 * own download, `go install`. What was fetched or built stays in the cache folder.
 * @throws CliFailure (exit 3) saying what was tried and what to install.
 */
export async function resolveTemporal(options: ResolverOptions): Promise<TemporalSource> {
  const { address, env, onProgress } = options;
  if (address !== null) return { kind: 'address', address };
  const tried: string[] = [];

  const onPath = findOnPath('temporal', env['PATH']);
  if (onPath === null) tried.push('PATH: no temporal on it');
  else {
    const version = await serverVersionOf(onPath, env);
    if (version !== null) return { kind: 'executable', from: 'path', path: onPath, serverVersion: version };
    tried.push(`PATH: ${onPath} does not answer --version like the Temporal CLI`);
  }

  const cached = cachedTemporal(env);
  const known = await inCache(cached, env);
  if (known !== null) return { kind: 'executable', from: 'cache', path: cached, serverVersion: known };
  tried.push(`cache: nothing usable at ${cached}`);

  mkdirSync(dirname(cached), { recursive: true });
  for (const way of ['download', 'go'] as const) {
    onProgress(
      way === 'download' ? 'Temporal: not here yet, trying the download of its SDK' : 'Temporal: trying to build it with Go',
    );
    const common = { target: cached, env, onProgress, ...(options.signal === undefined ? {} : { signal: options.signal }) };
    const why =
      way === 'download'
        ? await downloadTemporal({
            ...common,
            ...(options.stallMs === undefined ? {} : { stallMs: options.stallMs }),
            ...(options.fetcher === undefined ? {} : { fetcher: options.fetcher }),
          })
        : await buildTemporal(common);
    if (options.signal?.aborted === true) throw new Interrupted();
    const version = why === null ? await serverVersionOf(cached, env) : null;
    if (version !== null) return { kind: 'executable', from: way, path: cached, serverVersion: version };
    const label = way === 'download' ? 'download' : 'go install';
    tried.push(`${label}: ${why ?? `${cached} does not run on this machine`}`);
    onProgress(`Temporal: ${label} did not work: ${why ?? 'the result does not run on this machine'}`);
  }

  throw missing(
    'no-temporal',
    ['There is no Temporal server, and none could be got:', ...tried.map((line) => `  ${line}`)].join('\n'),
    [
      'One of these is enough:',
      '  - install the Temporal CLI so that `temporal` is on PATH (https://docs.temporal.io/cli, or: brew install temporal)',
      '  - install Go 1.25 or newer and run: npx sopwith temporal install',
      `  - put a temporal binary (CLI v${TEMPORAL_CLI_VERSION}) at ${cached}`,
      '  - set TEMPORAL_ADDRESS=host:port to a server that runs already',
    ].join('\n'),
  );
}

async function inCache(file: string, env: ResolverOptions['env']): Promise<string | null> {
  return isExecutable(file) ? serverVersionOf(file, env) : null;
}

/** The server version inside a Temporal CLI; null when it is something else or does not run. */
export async function serverVersionOf(file: string, env: ResolverOptions['env']): Promise<string | null> {
  const { code, stdout } = await runCommand(file, ['--version'], { env, timeoutMs: 10_000 });
  return code === 0 ? (/\(Server (\d+\.\d+\.\d+[^,)\s]*)/.exec(stdout)?.[1] ?? null) : null;
}
