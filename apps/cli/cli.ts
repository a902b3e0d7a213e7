import type { Environment } from '../environment.js';
import type { Terminal } from './terminal.js';

/** What every command gets: nothing of it is loaded before it is used. */
export interface Cli {
  readonly terminal: Terminal;
  /** Variables of the machine, for what is not ours: PATH, HOME. */
  readonly machine: Readonly<Record<string, string | undefined>>;
  /** Checked variables of ours. @throws EnvironmentError */
  environment(): Environment;
  /** Aborted by the first Ctrl-C (or SIGTERM); the reason is `interrupted`. */
  readonly interrupted: AbortSignal;
  /** What the second Ctrl-C calls before the process ends. */
  onForce(abort: () => void): void;
  /** Wraps a command: its number is the exit code. */
  run<A extends unknown[]>(work: (...args: A) => Promise<number>): (...args: A) => Promise<void>;
}
