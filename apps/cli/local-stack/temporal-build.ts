import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, isExecutable, runCommand } from './run-command.js';
import { executableName, TEMPORAL_CLI_VERSION } from './temporal-cache.js';

export interface BuildOptions {
  readonly target: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (text: string) => void;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The Go compiler, if it is new enough for the server's sources (1.25). */
export async function usableGo(
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly go: string } | { readonly why: string }> {
  const go = findOnPath('go', env['PATH']);
  if (go === null) return { why: 'no go on PATH' };
  const { stdout, stderr } = await runCommand(go, ['version'], { env, timeoutMs: 10_000 });
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(stdout) ?? [];
  if (major === undefined || minor === undefined)
    return { why: `${go} does not tell its version: ${(stdout || stderr).trim().slice(0, 200)}` };
  if (Number(major) * 1_000 + Number(minor) < 1_025) return { why: `Go ${major}.${minor} is older than 1.25` };
  return { go };
}

/**
 * Builds the server from its sources, stripped, without a C compiler. `go install` says nothing while it compiles, so the
 * elapsed time is shown.
 * @returns null when it is there, else why not.
 */
export async function buildTemporal(options: BuildOptions): Promise<string | null> {
  const { target, env, onProgress, timeoutMs = 15 * 60_000 } = options;
  const compiler = await usableGo(env);
  if ('why' in compiler) return compiler.why;
  const folder = join(dirname(target), 'build');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const started = Date.now();
  let modules = 0;
  const seconds = () => Math.round((Date.now() - started) / 1_000);
  onProgress(`Temporal: building CLI v${TEMPORAL_CLI_VERSION} with ${compiler.go}; this takes 2 to 4 minutes, once`);
  const ticker = setInterval(() => onProgress(`Temporal: building, ${seconds()} s, ${modules} modules downloaded`), 5_000);
  try {
    const source = `github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI_VERSION}`;
    const result = await runCommand(compiler.go, ['install', '-ldflags', '-s -w', source], {
      env: { ...env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOOS: '', GOARCH: '' },
      timeoutMs,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onStderrLine: (line) => {
        if (line.startsWith('go: downloading')) modules += 1;
      },
    });
    const built = join(folder, executableName('temporal'));
    if (result.timedOut) return `go install took more than ${timeoutMs / 60_000} minutes`;
    if (result.code !== 0 || !isExecutable(built)) {
      const errors = result.stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('go: downloading'));
      return `go install failed: ${errors.slice(-3).join(' ').slice(0, 500) || `code ${result.code}`}`;
    }
    renameSync(built, target);
    onProgress(`Temporal: built in ${seconds()} s`);
    return null;
  } finally {
    clearInterval(ticker);
    rmSync(folder, { recursive: true, force: true });
  }
}
