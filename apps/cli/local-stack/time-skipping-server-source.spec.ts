import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliFailure } from '../failure.js';
import { canFetchTimeSkipping, installedTimeSkipping, resolveTimeSkipping } from './time-skipping-server-source.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sopwith-skip-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A machine with these programs on its PATH, each a shell script. */
function machine(programs: Readonly<Record<string, string>> = {}) {
  const bin = join(home, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return { PATH: bin, HOME: home };
}

function node(code: string) {
  return { command: process.execPath, args: ['-e', code] };
}

const noNetwork = node('console.error("no route to host"); process.exit(1)');
/** What Maven is asked to do is to copy jars into the folder that one argument names. */
const COPIES =
  'for a in "$@"; do case $a in -DoutputDirectory=*) o=${a#*=};; esac; done; : > "$o/temporal-test-server-1.38.0.jar"';

async function failureOf(work: Promise<unknown>): Promise<CliFailure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CliFailure) return error;
  }
  throw new Error('it did not fail as expected');
}

describe('the Temporal server that skips time', () => {
  test('is fetched once with Maven and found in the cache afterwards', async () => {
    const env = machine({ java: 'exit 0', mvn: COPIES });
    const said: string[] = [];
    const source = await resolveTimeSkipping({ env, onProgress: (text) => said.push(text), fetcher: noNetwork });
    expect(source).toMatchObject({ from: 'java', command: join(home, 'bin/java') });
    expect(source.args.at(-1)).toBe('io.temporal.testserver.TestServer');
    expect(said).toHaveLength(1);
    expect(await resolveTimeSkipping({ env: machine({ mvn: 'exit 1' }), onProgress: () => undefined })).toEqual(source);
  });

  test("is what the SDK downloads where there is no Java, or Maven can't fetch it", async () => {
    const fetcher = node('require("fs").writeFileSync(process.argv[1] + "/server", "x")');
    for (const env of [machine(), machine({ java: 'exit 0', mvn: 'echo "[ERROR] no such artifact"; exit 1' })]) {
      const source = await resolveTimeSkipping({ env, onProgress: () => undefined, fetcher });
      expect(source).toMatchObject({ from: 'download', args: [] });
      expect(await installedTimeSkipping(env)).toEqual(source);
      rmSync(join(home, '.cache'), { recursive: true });
    }
  });

  test('is missing with everything that was tried, when neither works', async () => {
    const env = machine({ java: 'exit 0', mvn: 'echo "[ERROR] no such artifact"; exit 1' });
    const failure = await failureOf(resolveTimeSkipping({ env, onProgress: () => undefined, fetcher: noNetwork }));
    expect(failure.code).toBe('no-time-skipping-server');
    expect(failure.message).toContain('Maven: mvn ended with code 1: no such artifact');
    expect(failure.message).toContain('download: no route to host');
    expect(failure.fix).toContain('Java 11');
  });

  test('is not looked for with a `java` that only says where to get one', async () => {
    const env = machine({ java: 'echo "No Java runtime present" >&2; exit 1', mvn: COPIES });
    expect(await canFetchTimeSkipping(env)).toBe(false);
    const failure = await failureOf(resolveTimeSkipping({ env, onProgress: () => undefined, fetcher: noNetwork }));
    expect(failure.message).toContain('Java: no java on PATH or in JAVA_HOME that runs');
    expect(await installedTimeSkipping(env)).toBeNull();
  });
});
