import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../package-root.js';
import { runCommand } from './run-command.js';
import { TEMPORAL_CLI_VERSION } from './temporal-cache.js';

export interface DownloadOptions {
  /** Where the server is to lie in the end. */
  readonly target: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (text: string) => void;
  readonly signal?: AbortSignal;
  /** No byte for this long = it cannot work. Default 9 s. */
  readonly stallMs?: number;
  /** Program and arguments that fetch into a folder; default the SDK's own download. Argument FOLDER is appended. */
  readonly fetcher?: { readonly command: string; readonly args: readonly string[] };
}

/**
 * Gets the server by the SDK's own download. A download that does not move is ended after `stallMs`, so that a machine
 * without that network loses seconds, not minutes.
 * @returns null when it is there, else why not.
 */
export async function downloadTemporal(options: DownloadOptions): Promise<string | null> {
  const { target, env, onProgress, stallMs = 9_000 } = options;
  const folder = join(dirname(target), 'download');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const script = join(packageRoot(), 'apps/cli/local-stack/sdk-download.mjs');
  const fetcher = options.fetcher ?? { command: process.execPath, args: [script] };
  const stalled = new AbortController();
  let size = 0;
  let moved = Date.now();
  let shown = Date.now();
  const watch = setInterval(() => {
    const now = folderSize(folder);
    if (now > size) moved = Date.now();
    size = now;
    if (Date.now() - moved > stallMs) stalled.abort();
    if (size > 0 && Date.now() - shown > 2_000) {
      shown = Date.now();
      onProgress(`Temporal: downloading, ${(size / 1_000_000).toFixed(0)} MB so far`);
    }
  }, 200);
  try {
    const result = await runCommand(fetcher.command, [...fetcher.args, folder, TEMPORAL_CLI_VERSION], {
      env,
      timeoutMs: 10 * 60_000,
      signal: options.signal === undefined ? stalled.signal : AbortSignal.any([stalled.signal, options.signal]),
    });
    if (stalled.signal.aborted) return `the download did not move for ${stallMs / 1_000} s`;
    const file = largestFile(folder);
    if (result.code !== 0 || file === null) return firstLine(result.stderr) || `the download ended with code ${result.code}`;
    chmodSync(file, 0o755);
    renameSync(file, target);
    return null;
  } finally {
    clearInterval(watch);
    rmSync(folder, { recursive: true, force: true });
  }
}

const firstLine = (text: string) => (text.trim().split('\n')[0] ?? '').slice(0, 300);

function files(folder: string): readonly { path: string; size: number }[] {
  try {
    return readdirSync(folder).map((name) => ({ path: join(folder, name), size: statSync(join(folder, name)).size }));
  } catch {
    return [];
  }
}

const folderSize = (folder: string) => files(folder).reduce((sum, file) => sum + file.size, 0);

const largestFile = (folder: string) => [...files(folder)].sort((a, b) => b.size - a.size)[0]?.path ?? null;
