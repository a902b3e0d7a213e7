import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../package-root.js';
import { Interrupted, missing } from '../failure.js';
import { isExecutable } from './run-command.js';
import { cacheFolder, executableName } from './temporal-cache.js';
import { downloadTemporal } from './temporal-download.js';
import { classPath, fetchJars, findMaven, jarsAreHere, TIME_SKIPPING_VERSION, usableJava } from './time-skipping-server-jars.js';

/** How the server that skips time is started: the port is the one argument that is still to come. */
export interface TimeSkippingSource {
  readonly from: 'java' | 'download';
  readonly command: string;
  readonly args: readonly string[];
}

export interface TimeSkippingOptions {
  /** PATH, HOME and the like of the machine. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (text: string) => void;
  readonly signal?: AbortSignal;
  /** A download without a byte for this long is given up. */
  readonly stallMs?: number;
  /** Program and arguments that fetch into a folder; default the SDK's own download. */
  readonly fetcher?: { readonly command: string; readonly args: readonly string[] };
}

type Machine = TimeSkippingOptions['env'];

const MAIN_CLASS = 'io.temporal.testserver.TestServer';
/** It lives for a test or a replay: a quick start is worth more than the best code. */
const JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Xmx1g'];

function downloaded(env: Machine): string {
  return join(cacheFolder(env), 'temporal-time-skipping', executableName('temporal-test-server'));
}

function withJava(java: string, env: Machine): TimeSkippingSource {
  return { from: 'java', command: java, args: [...JVM, '-cp', classPath(env), MAIN_CLASS] };
}

/** What is on this machine already; nothing is fetched. Null = it would have to be. */
export async function installedTimeSkipping(env: Machine): Promise<TimeSkippingSource | null> {
  const java = jarsAreHere(env) ? await usableJava(env) : null;
  if (java !== null) return withJava(java, env);
  const file = downloaded(env);
  return isExecutable(file) ? { from: 'download', command: file, args: [] } : null;
}

/** Whether Maven and Java could get it, for a look at the machine that changes nothing. */
export async function canFetchTimeSkipping(env: Machine): Promise<boolean> {
  return findMaven(env) !== null && (await usableJava(env)) !== null;
}

/**
 * Finds or gets the Temporal server that skips time, in this order: the cache folder, Maven (needs Java), the SDK's own
 * download. What was fetched stays in the cache folder.
 * @throws CliFailure (exit 3) saying what was tried and what to install.
 */
export async function resolveTimeSkipping(options: TimeSkippingOptions): Promise<TimeSkippingSource> {
  const { env, onProgress, signal, stallMs } = options;
  const here = await installedTimeSkipping(env);
  if (here) return here;
  const tried: string[] = [];
  const bound = signal === undefined ? {} : { signal };

  const java = await usableJava(env);
  if (java === null) tried.push('Java: no java on PATH or in JAVA_HOME that runs');
  else {
    onProgress(`Time-skipping server: fetching version ${TIME_SKIPPING_VERSION} with Maven (40 MB, once)`);
    const why = await fetchJars(env, bound);
    if (signal?.aborted === true) throw new Interrupted();
    if (why === null) return withJava(java, env);
    tried.push(`Maven: ${why}`);
  }

  onProgress("Time-skipping server: trying the download of Temporal's SDK");
  const target = downloaded(env);
  mkdirSync(dirname(target), { recursive: true });
  const script = join(packageRoot(), 'apps/cli/local-stack/time-skipping-server-download.mjs');
  const { fetcher = { command: process.execPath, args: [script] } } = options;
  const why = await downloadTemporal({
    target,
    env,
    onProgress,
    fetcher,
    ...bound,
    ...(stallMs === undefined ? {} : { stallMs }),
  });
  if (signal?.aborted === true) throw new Interrupted();
  if (why === null) return { from: 'download', command: target, args: [] };
  tried.push(`download: ${why}`);

  throw missing(
    'no-time-skipping-server',
    ['There is no Temporal server that skips time, and none could be got:', ...tried.map((line) => `  ${line}`)].join('\n'),
    'Install Java 11 or newer and Maven (java and mvn on PATH)',
  );
}
