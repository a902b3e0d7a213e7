import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CliFailure } from '../../apps/cli/failure.js';
import { cachedTemporal, cacheFolder } from '../../apps/cli/local-stack/temporal-cache.js';
import { resolveTemporal, type ResolverOptions } from '../../apps/cli/local-stack/temporal-resolver.js';

let box: string;
let progress: string[];

beforeEach(() => {
  box = mkdtempSync(join(tmpdir(), 'sopwith-resolver-'));
  progress = [];
});
afterEach(() => rmSync(box, { recursive: true, force: true }));

/** A program of a few lines; `sh` is the only thing it may count on. */
function program(path: string, script: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const temporalSaying = (version: string) => `echo "temporal version 9.9.9 (Server ${version}, UI 2.0.0)"`;
const machine = (path = '') => ({ HOME: box, PATH: `${path === '' ? '' : `${path}:`}/usr/bin:/bin` });
const nowhere = { command: '/bin/sh', args: ['-c', 'echo "dns error: no such host" >&2; exit 1'] };

function resolve(options: Partial<ResolverOptions> = {}) {
  return resolveTemporal({
    address: null,
    env: machine(),
    onProgress: (line) => progress.push(line),
    fetcher: nowhere,
    ...options,
  });
}

async function failure(attempt: Promise<unknown>): Promise<CliFailure> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CliFailure);
  return error as CliFailure;
}

describe('where a Temporal server comes from, in this order', () => {
  test('TEMPORAL_ADDRESS wins over everything that is installed', async () => {
    program(join(box, 'bin/temporal'), temporalSaying('1.29.1'));
    expect(await resolve({ address: 'temporal.example:7233', env: machine(join(box, 'bin')) })).toEqual({
      kind: 'address',
      address: 'temporal.example:7233',
    });
  });

  test('then `temporal` on PATH, with the version of the server inside', async () => {
    const path = program(join(box, 'bin/temporal'), temporalSaying('1.31.2'));
    program(cachedTemporal(machine()), temporalSaying('1.29.1'));
    expect(await resolve({ env: machine(join(box, 'bin')) })).toEqual({
      kind: 'executable',
      from: 'path',
      path,
      serverVersion: '1.31.2',
    });
    expect(progress).toEqual([]);
  });

  test('then the cache folder; a `temporal` on PATH that is something else does not count', async () => {
    program(join(box, 'bin/temporal'), 'echo "temporal 3.1, a calendar tool"');
    const path = program(cachedTemporal(machine()), temporalSaying('1.29.1'));
    expect(await resolve({ env: machine(join(box, 'bin')) })).toMatchObject({ from: 'cache', path, serverVersion: '1.29.1' });
  });

  test('then a download, which is kept in the cache folder for the next time', async () => {
    const fetcher = {
      command: '/bin/sh',
      args: ['-c', `printf '#!/bin/sh\\n%s\\n' '${temporalSaying('1.29.1')}' > "$0/temporal-cli-v$1"`],
    };
    expect(await resolve({ fetcher })).toMatchObject({
      from: 'download',
      path: cachedTemporal(machine()),
      serverVersion: '1.29.1',
    });
    expect(await resolve()).toMatchObject({ from: 'cache' });
    expect(readdirSync(dirname(cachedTemporal(machine())))).toEqual(['temporal']);
  });

  test('then go install into the cache folder, stripped and without a C compiler', async () => {
    program(
      join(box, 'go/bin/go'),
      `case "$1" in
        version) echo "go version go1.26.1 linux/amd64";;
        install) echo "go: downloading github.com/temporalio/cli v1.5.1" >&2
          echo "$CGO_ENABLED $*" > "${box}/asked"
          printf '#!/bin/sh\\n%s\\n' '${temporalSaying('1.29.1')}' > "$GOBIN/temporal"; chmod 755 "$GOBIN/temporal";;
      esac`,
    );
    const env = machine(join(box, 'go/bin'));
    expect(await resolve({ env })).toMatchObject({ from: 'go', path: cachedTemporal(env), serverVersion: '1.29.1' });
    expect(readFileSync(join(box, 'asked'), 'utf8')).toBe(
      '0 install -ldflags -s -w github.com/temporalio/cli/cmd/temporal@v1.5.1\n',
    );
    expect(progress.join('\n')).toContain('2 to 4 minutes');
  });

  test('else exit 3, with everything that was tried and everything that helps', async () => {
    program(join(box, 'go/bin/go'), 'echo "go version go1.22.3 linux/amd64"');
    const error = await failure(resolve({ env: machine(join(box, 'go/bin')) }));
    expect(error).toMatchObject({ exitCode: 3, code: 'no-temporal' });
    expect(error.message).toContain('PATH: no temporal on it');
    expect(error.message).toContain('download: dns error: no such host');
    expect(error.message).toContain('go install: Go 1.22 is older than 1.25');
    expect(error.fix).toContain('TEMPORAL_ADDRESS=host:port');
    expect(error.fix).toContain(cachedTemporal(machine()));
    expect(existsSync(cachedTemporal(machine()))).toBe(false);
  });
});

describe('a download that cannot work', () => {
  test('is given up when it does not move, and what it started is ended', async () => {
    const stuck = { command: '/bin/sh', args: ['-c', `echo $$ > ${box}/pid; sleep 60 & wait`] };
    const started = Date.now();
    const error = await failure(resolve({ fetcher: stuck, stallMs: 600 }));
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(error.message).toContain('download: the download did not move for 0.6 s');
    const pid = Number(readFileSync(join(box, 'pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow();
  });

  test("the SDK's own one fails within 10 s where its host cannot be reached", async () => {
    // A proxy that nobody listens on stands for a network without that host.
    const env = { ...machine(), HTTPS_PROXY: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' };
    const started = Date.now();
    const error = await failure(resolveTemporal({ address: null, env, onProgress: () => undefined }));
    expect(Date.now() - started).toBeLessThan(10_500);
    expect(error.message).toMatch(/download: \S+/);
  }, 20_000);
});

describe('the cache folder', () => {
  test('follows the custom of the operating system', () => {
    expect(cacheFolder({ HOME: '/home/ann' }, 'linux')).toBe('/home/ann/.cache/sopwith');
    expect(cacheFolder({ HOME: '/home/ann', XDG_CACHE_HOME: '/var/cache/ann' }, 'linux')).toBe('/var/cache/ann/sopwith');
    expect(cacheFolder({ HOME: '/home/ann', XDG_CACHE_HOME: 'relative' }, 'linux')).toBe('/home/ann/.cache/sopwith');
    expect(cacheFolder({ LOCALAPPDATA: '/users/ann/local' }, 'win32')).toBe('/users/ann/local/sopwith');
  });
});
