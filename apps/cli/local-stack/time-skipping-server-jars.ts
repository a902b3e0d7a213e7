import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findOnPath, isExecutable, runCommand } from './run-command.js';
import { cacheFolder, executableName } from './temporal-cache.js';

/** The version of `io.temporal:temporal-test-server` that is fetched. */
export const TIME_SKIPPING_VERSION = '1.38.0';

type Machine = Readonly<Record<string, string | undefined>>;

const ARTIFACT = `temporal-test-server-${TIME_SKIPPING_VERSION}`;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>sopwith</groupId>
  <artifactId>time-skipping-server</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${TIME_SKIPPING_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/** Where the jars lie, there or not. */
export function jarFolder(machine: Machine): string {
  return join(cacheFolder(machine), ARTIFACT);
}

/** The folder is put in place whole, so the server's own jar stands for all of them. */
export function jarsAreHere(machine: Machine): boolean {
  return existsSync(join(jarFolder(machine), `${ARTIFACT}.jar`));
}

/** A Java that runs: on PATH, else that of JAVA_HOME. Some systems have a `java` that only says where to get one. */
export async function usableJava(machine: Machine): Promise<string | null> {
  const home = machine['JAVA_HOME'];
  const ofHome = home === undefined || home === '' ? null : join(home, 'bin', executableName('java'));
  for (const java of [findOnPath('java', machine['PATH']), ofHome]) {
    if (java === null || !isExecutable(java)) continue;
    const { code } = await runCommand(java, ['-version'], { env: machine, timeoutMs: 10_000 });
    if (code === 0) return java;
  }
  return null;
}

export function findMaven(machine: Machine): string | null {
  return findOnPath('mvn', machine['PATH']);
}

/**
 * Lets Maven copy the server and what it needs into the cache folder, with the mirrors and the repository that the
 * machine's own Maven settings name. About 40 MB.
 * @returns null when they are there, else why not.
 */
export async function fetchJars(machine: Machine, options: { readonly signal?: AbortSignal } = {}): Promise<string | null> {
  const maven = findMaven(machine);
  if (maven === null) return 'no mvn on PATH';
  const target = jarFolder(machine);
  const draft = `${target}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(join(draft, 'jars'), { recursive: true });
  try {
    writeFileSync(join(draft, 'pom.xml'), POM);
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(draft, 'jars')}`];
    const result = await runCommand(maven, ['-q', '-B', '-f', join(draft, 'pom.xml'), ...goal], {
      env: machine,
      timeoutMs: 5 * 60_000,
      ...options,
    });
    if (result.timedOut) return 'mvn took more than 5 minutes';
    if (result.code !== 0 || !existsSync(join(draft, 'jars', `${ARTIFACT}.jar`))) {
      const said = `${result.stdout}\n${result.stderr}`.split('\n').find((line) => line.startsWith('[ERROR]'));
      return `mvn ended with code ${result.code}${said === undefined ? '' : `: ${said.slice(8, 300)}`}`;
    }
    mkdirSync(dirname(target), { recursive: true });
    // Somebody else may have been quicker: then theirs stay, they are the same.
    if (!jarsAreHere(machine)) {
      rmSync(target, { recursive: true, force: true });
      renameSync(join(draft, 'jars'), target);
    }
    return null;
  } catch (error) {
    return jarsAreHere(machine) ? null : (error as Error).message;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** The class path: every jar by name, so that nothing else in the folder is loaded. */
export function classPath(machine: Machine): string {
  const folder = jarFolder(machine);
  const jars = readdirSync(folder).filter((name) => name.endsWith('.jar'));
  return jars.sort().map((name) => join(folder, name)).join(delimiter); // prettier-ignore
}
