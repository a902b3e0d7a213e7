import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { missing } from '../failure.js';

/** Who PostgreSQL runs as; null = we ourselves. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

function idOf(flag: '-u' | '-g'): number | null {
  const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number.parseInt(stdout, 10) : null;
}

/** PostgreSQL refuses to run as root: then the user `postgres`, made when there is none (as in a bare container). */
export function postgresUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  if (idOf('-u') === null) {
    spawnSync('groupadd', ['--system', 'postgres']);
    spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  }
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  if (uid !== null && gid !== null) return { uid, gid };
  throw missing(
    'no-postgres-user',
    'PostgreSQL refuses to run as root, and no user "postgres" exists or could be made',
    'Run as a normal user, make a user postgres (useradd --system postgres), or set DATABASE_URL',
  );
}

/** How to start a program as somebody else. */
export interface LaunchAs {
  readonly command: string;
  /** Go before the program's own arguments. */
  readonly args: readonly string[];
  /** For `spawn`; not set where `setpriv` changes the user. */
  readonly ids: Partial<ServerUser> & { readonly cwd?: string };
}

/**
 * How to start one of PostgreSQL's programs as its user, so that it reaches its files. A checkout under /root may not be
 * entered by anybody else: then the program keeps the one right to pass through folders (CAP_DAC_READ_SEARCH).
 * @throws CliFailure naming the folder in the way, where that right cannot be given.
 */
export function launchAs(user: ServerUser | null, program: string, files: readonly string[]): LaunchAs {
  if (user === null) return { command: program, args: [], ids: {} };
  const wall = [program, ...files].map((file) => closedFolder(file, user)).find((folder) => folder !== null);
  if (wall === undefined) return { command: program, args: [], ids: { ...user, cwd: '/' } };
  const who = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const passing = [...who, '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  if (spawnSync('setpriv', [...passing, 'test', '-x', program], { cwd: '/' }).status === 0) {
    return { command: 'setpriv', args: [...passing, program], ids: { cwd: '/' } };
  }
  throw missing(
    'home-not-reachable',
    `PostgreSQL refuses to run as root, and the user postgres it runs as instead may not enter ${wall}`,
    'Run as a normal user, move the checkout (and --home) to a folder that everybody may enter, or set DATABASE_URL',
  );
}

/** The first folder on the way to a file that the user may not enter; null = there is none. */
function closedFolder(file: string, user: ServerUser): string | null {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
    if (dirname(folder) === folder) return null;
  }
}
