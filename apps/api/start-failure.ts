import { StorageError } from '../../prisma/errors.js';
import { storageFault } from '../../prisma/storage-fault.js';
import { environment, EnvironmentError } from '../environment.js';

const MISSING = 3;
const USAGE = 2;
const BUG = 70;

/** Why the process cannot start: something it needs is missing (3), it was told something wrong (2), or our fault (70). */
export interface StartFailure {
  readonly message: string;
  readonly exitCode: number;
}

class NotNamed extends Error {}

export const startFailure = {
  databaseNotNamed(): Error {
    return new NotNamed(
      'DATABASE_URL is not set, so the API has no database. Set it to a PostgreSQL address, or run `npm start`, which brings one.',
    );
  },

  explain(error: unknown): StartFailure {
    if (error instanceof NotNamed) return { message: error.message, exitCode: MISSING };
    if (error instanceof EnvironmentError) return { message: error.message, exitCode: USAGE };
    const { databaseUrl, host, port } = environment();
    const fault = storageFault(error, databaseUrl ?? '');
    if (fault instanceof StorageError) return { message: fault.message, exitCode: MISSING };
    const code = (error as NodeJS.ErrnoException | null)?.code;
    switch (code) {
      case 'EADDRINUSE': {
        const fix = `Stop the program that listens there, or choose another one: PORT=${port + 1} npm start (PORT=0 takes any free one).`;
        return { message: `Port ${port} on ${host} is in use. ${fix}`, exitCode: MISSING };
      }
      case 'EACCES':
        return { message: `Port ${port} may not be used by this user. Choose one above 1023 in PORT.`, exitCode: MISSING };
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        return { message: `HOST=${host} is not an address of this machine. Use 127.0.0.1.`, exitCode: MISSING };
      default:
        return {
          message: `The API could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
          exitCode: BUG,
        };
    }
  },
};
