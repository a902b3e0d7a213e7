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

/** @throws CliFailure naming the first folder on the way that the other user may not enter. */
export function checkReachable(path: string, user: ServerUser): void {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (folder !== path && (mode & bit) === 0) {
      throw missing(
        'home-not-reachable',
        `PostgreSQL refuses to run as root, and the user postgres it runs as instead may not enter ${folder} on the way to ${path}`,
        'Run as a normal user, move the checkout (and --home) to a folder that everybody may enter, or set DATABASE_URL',
      );
    }
    if (dirname(folder) === folder) return;
  }
}
