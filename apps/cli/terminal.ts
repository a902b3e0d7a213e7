import pc from 'picocolors';
import type { Readable, Writable } from 'node:stream';

/** Where a command reads and writes. */
export interface TerminalStreams {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

export type Colors = ReturnType<typeof pc.createColors>;

function wantsColor(stream: { readonly isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** What a command prints: results to stdout, logs and progress to stderr. */
export class Terminal {
  /** Colours for stdout; plain when it is not a terminal. */
  readonly color: Colors;
  /** Colours for stderr. */
  readonly errorColor: Colors;

  constructor(
    readonly streams: TerminalStreams,
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.color = pc.createColors(wantsColor(streams.stdout, env));
    this.errorColor = pc.createColors(wantsColor(streams.stderr, env));
  }

  /** Columns of the terminal, 100 when it is not one. */
  get width(): number {
    return this.streams.stdout.columns ?? 100;
  }

  print(text = ''): void {
    this.streams.stdout.write(`${text}\n`);
  }

  /** The one JSON document of a `--json` command. */
  json(document: unknown): void {
    this.streams.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }

  /** A line of progress or a warning. */
  note(text: string): void {
    this.streams.stderr.write(`${text}\n`);
  }

  progress(text: string): void {
    this.note(`${this.errorColor.dim('·')} ${text}`);
  }

  warn(text: string): void {
    this.note(`${this.errorColor.yellow('warning:')} ${text}`);
  }
}
