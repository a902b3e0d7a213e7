import type { LoggerService, LogLevel } from '@nestjs/common';

const ORDER: readonly LogLevel[] = ['verbose', 'debug', 'log', 'warn', 'error', 'fatal'];

/** More about a line, as flat fields. Ids and counts only: logs hold no personal data. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One JSON object per line on stderr, so that stdout stays free for what programs read. */
export class LineLogger implements LoggerService {
  constructor(
    private readonly level: LogLevel,
    private readonly write: (line: string) => void = (line) => process.stderr.write(line),
  ) {}

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.line('verbose', message, rest);
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.line('debug', message, rest);
  }

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.line('log', message, rest);
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.line('warn', message, rest);
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.line('error', message, rest);
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.line('fatal', message, rest);
  }

  /** Nest passes the context as the last text; our own code passes fields as an object. */
  private line(level: LogLevel, message: unknown, rest: readonly unknown[]): void {
    if (ORDER.indexOf(level) < ORDER.indexOf(this.level)) return;
    const fields = rest.find((item): item is LogFields => typeof item === 'object' && item !== null);
    const context = rest.filter((item) => typeof item === 'string').at(-1);
    const text = message instanceof Error ? message.message : typeof message === 'string' ? message : JSON.stringify(message);
    const entry = { time: new Date().toISOString(), level: level === 'log' ? 'info' : level, context, message: text, ...fields };
    this.write(`${JSON.stringify(entry)}\n`);
  }
}

/** What went wrong in one line, also for errors that carry their text elsewhere (a refused connection to every address). */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorText).join('; ');
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error && !error.message.includes(error.cause.message) ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`.replace(/\s*\n\s*/gu, ' ');
}
