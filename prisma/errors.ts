/** Where a database is, without user and password: `127.0.0.1:5432/sopwith`. */
export function databasePlace(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
  } catch {
    return 'an address that is not a URL';
  }
}

export type StorageErrorCode =
  'storage-unavailable' | 'storage-access-denied' | 'storage-database-missing' | 'storage-too-old' | 'storage-migration-failed';

/** A fault of the database or of what we ask it; `code` is stable. The message names the place and what to do. */
export class StorageError extends Error {
  constructor(
    readonly code: StorageErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** PostgreSQL does not answer (down, starting, out of connections, network). Trying again later can help. */
export class StorageUnavailable extends StorageError {
  constructor(
    readonly place: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(
      'storage-unavailable',
      `PostgreSQL at ${place} cannot be reached: ${reason}. Start it, or point DATABASE_URL at one that runs.`,
      options,
    );
  }
}

/** The server refuses the user or the password. */
export class StorageAccessDenied extends StorageError {
  constructor(place: string, reason: string, options?: ErrorOptions) {
    super(
      'storage-access-denied',
      `PostgreSQL at ${place} refuses the login: ${reason}. Correct user and password in DATABASE_URL.`,
      options,
    );
  }
}

/** The server answers, the named database is not there. */
export class StorageDatabaseMissing extends StorageError {
  constructor(place: string, options?: ErrorOptions) {
    super(
      'storage-database-missing',
      `PostgreSQL at ${place} answers, but that database does not exist. Create it (createdb) or correct the name in DATABASE_URL.`,
      options,
    );
  }
}

/** The server is older than what the import and the metrics need. */
export class StorageTooOld extends StorageError {
  constructor(place: string, version: string) {
    super('storage-too-old', `PostgreSQL at ${place} is version ${version}; Sopwith needs 16 or newer.`);
  }
}

/** A migration could not be applied, or the database holds another history than the folder. */
export class MigrationFailed extends StorageError {
  constructor(place: string, reason: string, options?: ErrorOptions) {
    super('storage-migration-failed', `The migrations could not be applied to PostgreSQL at ${place}: ${reason}`, options);
  }
}
