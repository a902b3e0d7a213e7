/** The exit codes of the command, see `sopwith --help`. */
export const EXIT = { done: 0, found: 1, usage: 2, missing: 3, bug: 70, interrupted: 130 } as const;

/** An expected end of a command with a message for people: found something (1), used wrongly (2), something missing or unreachable (3). */
export class CliFailure extends Error {
  constructor(
    readonly exitCode: typeof EXIT.found | typeof EXIT.usage | typeof EXIT.missing,
    /** Stable word for scripts, e.g. `port-in-use`. */
    readonly code: string,
    message: string,
    /** What to do about it. */
    readonly fix: string | null = null,
  ) {
    super(message);
    this.name = 'CliFailure';
  }
}

/** Something the command needs is not there or does not answer. */
export function missing(code: string, message: string, fix: string | null = null): CliFailure {
  return new CliFailure(EXIT.missing, code, message, fix);
}

/** The command was used wrongly. */
export function usage(code: string, message: string, fix: string | null = null): CliFailure {
  return new CliFailure(EXIT.usage, code, message, fix);
}

/** It was done, and what it found does not allow to go on (a book with errors). */
export function found(code: string, message: string, fix: string | null = null): CliFailure {
  return new CliFailure(EXIT.found, code, message, fix);
}

/** Ended by Ctrl-C before it was done; everything that was started is stopped. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted; everything is stopped.');
    this.name = 'Interrupted';
  }
}
