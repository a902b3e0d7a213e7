import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Environment } from '../../environment.js';
import { packageRoot } from '../../package-root.js';
import { CliFailure } from '../failure.js';
import { readStackFile, stackFileOf } from '../local-stack/home.js';
import { isPortFree } from '../local-stack/ports.js';
import { isAlive } from '../local-stack/process-list.js';
import { findOnPath, isExecutable, runCommand } from '../local-stack/run-command.js';
import { usableGo } from '../local-stack/temporal-build.js';
import { cachedTemporal } from '../local-stack/temporal-cache.js';
import { serverVersionOf } from '../local-stack/temporal-resolver.js';
import { answers, checkTemporal } from '../local-stack/temporal-server.js';
import { usableJava } from '../local-stack/time-skipping-server-jars.js';
import { canFetchTimeSkipping, installedTimeSkipping } from '../local-stack/time-skipping-server-source.js';

/** One thing that was looked at. `note` = works, but worth knowing. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'note' | 'missing';
  readonly says: string;
  readonly fix: string | null;
}

export interface ExamineOptions {
  readonly environment: Environment;
  readonly machine: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const ok = (name: string, says: string): Finding => ({ name, state: 'ok', says, fix: null });
const note = (name: string, says: string, fix: string | null = null): Finding => ({ name, state: 'note', says, fix });
const lacking = (name: string, says: string, fix: string | null): Finding => ({ name, state: 'missing', says, fix });

/** Looks at everything that a local stack needs; changes nothing. */
export async function examine(options: ExamineOptions): Promise<readonly Finding[]> {
  return [nodeFinding(), buildFinding(), homeFinding(options.home), ...(await Promise.all([
    databaseFinding(options.environment),
    temporalFinding(options),
    goFinding(options.machine),
    javaFinding(options.machine),
    timeSkippingFinding(options.machine),
    apiPortFinding(options),
    mailFinding(options.environment),
  ]))]; // prettier-ignore
}

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fine = major > 20 || (major === 20 && minor >= 19);
  return fine ? ok('Node', process.version) : lacking('Node', `${process.version} is too old`, 'Install Node 20.19 or newer');
}

function buildFinding(): Finding {
  const root = packageRoot();
  const lost = ['dist/apps/api/main.js', 'dist/apps/worker/main.js'].filter((file) => !existsSync(join(root, file)));
  return lost.length === 0
    ? ok('build', 'dist/ is there')
    : lacking('build', `${lost.join(' and ')} missing`, 'Run: npm run build');
}

function homeFinding(home: string): Finding {
  const folder = resolve(home);
  let nearest = folder;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK);
  } catch {
    return lacking('home', `${nearest} cannot be written`, 'Choose another folder with --home DIR or SOPWITH_HOME');
  }
  if (!existsSync(join(folder, 'postgres'))) return ok('home', `${folder} (not used yet)`);
  const running = readStackFile(stackFileOf(home));
  const runs = running !== null && isAlive(running.pid);
  return ok('home', runs ? `${folder} (has data; a stack runs on it: ${running.apiUrl})` : `${folder} (has data)`);
}

async function databaseFinding(environment: Environment): Promise<Finding> {
  const name = 'PostgreSQL';
  if (environment.databaseUrl !== null)
    return asked(name, 'DATABASE_URL answers', async () =>
      (await import('../local-stack/postgres.js')).checkDatabase(environment.databaseUrl ?? ''),
    );
  return asked(name, 'embedded, no DATABASE_URL set', async () => {
    await (await import('../local-stack/postgres-binaries.js')).postgresBinaries();
    (await import('../local-stack/postgres-user.js')).postgresUser();
  });
}

async function temporalFinding({ environment, machine }: ExamineOptions): Promise<Finding> {
  const name = 'Temporal';
  const address = environment.temporalAddress;
  if (address !== null) return asked(name, `${address} answers`, () => checkTemporal(address));
  const onPath = findOnPath('temporal', machine['PATH']);
  for (const [where, file] of [
    ['PATH', onPath],
    ['cache', cachedTemporal(machine)],
  ] as const) {
    // prettier-ignore
    const version = file !== null && isExecutable(file) ? await serverVersionOf(file, machine) : null;
    if (version !== null) return ok(name, `server ${version}, ${where}: ${file}`);
  }
  const compiler = await usableGo(machine);
  return 'go' in compiler
    ? note(
        name,
        'not here yet; the first start downloads it or builds it with Go (2 to 4 minutes)',
        'Ahead of time: npx sopwith temporal install',
      )
    : note(
        name,
        `not here yet; the first start tries to download it, and cannot build it (${compiler.why})`,
        'Try it now: npx sopwith temporal install',
      );
}

async function goFinding(machine: ExamineOptions['machine']): Promise<Finding> {
  const compiler = await usableGo(machine);
  return 'go' in compiler
    ? ok('Go', `${compiler.go} (only to build Temporal)`)
    : note('Go', `${compiler.why} (only to build Temporal)`);
}

async function javaFinding(machine: ExamineOptions['machine']): Promise<Finding> {
  const java = await usableJava(machine);
  if (java === null) return note('Java', `not here (${FOR_TIME_SKIPPING})`);
  const { stderr } = await runCommand(java, ['-version'], { env: machine, timeoutMs: 10_000 });
  return ok('Java', `${stderr.split('\n')[0] ?? java} (${FOR_TIME_SKIPPING})`);
}

const FOR_TIME_SKIPPING = 'only for the Temporal server that skips time';

async function timeSkippingFinding(machine: ExamineOptions['machine']): Promise<Finding> {
  const name = 'time skipping';
  const use = '`replay --fast` and some tests';
  const here = await installedTimeSkipping(machine);
  if (here !== null) return ok(name, `the Temporal server that skips time is here (${use})`);
  return (await canFetchTimeSkipping(machine))
    ? note(name, `not here yet; the first use fetches it with Maven, 40 MB (${use})`)
    : note(
        name,
        `not here; the first use can only try the download of Temporal's SDK (${use})`,
        'Install Java 11 or newer and Maven',
      );
}

async function apiPortFinding({ environment, home }: ExamineOptions): Promise<Finding> {
  const { host, port } = environment;
  if (port === 0 || (await isPortFree(port, host))) return ok('API port', `${host}:${port} is free`);
  const running = readStackFile(stackFileOf(home));
  if (running !== null && isAlive(running.pid)) return ok('API port', `a stack runs here: ${running.apiUrl}`);
  return lacking(
    'API port',
    `${host}:${port} is in use by another program`,
    `Stop that program, or use: npx sopwith up --port ${port + 1}`,
  );
}

async function mailFinding(environment: Environment): Promise<Finding> {
  if (environment.smtpUrl === null) return ok('mail', 'kept by the mail catcher of the local stack, no SMTP_URL set');
  const { hostname, port, protocol } = new URL(environment.smtpUrl);
  const number = port === '' ? (protocol === 'smtps:' ? 465 : 25) : Number(port);
  const fine = await answers(hostname, number, 5_000);
  return fine
    ? ok('mail', `SMTP_URL answers at ${hostname}:${number}`)
    : lacking(
        'mail',
        `SMTP_URL: nothing answers at ${hostname}:${number}`,
        'Correct SMTP_URL, or unset it to use the mail catcher',
      );
}

async function asked(name: string, fine: string, question: () => Promise<unknown>): Promise<Finding> {
  try {
    await question();
    return ok(name, fine);
  } catch (error) {
    if (error instanceof CliFailure) return lacking(name, error.message, error.fix);
    throw error;
  }
}
