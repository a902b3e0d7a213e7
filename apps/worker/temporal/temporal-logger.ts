import type { LogLevel, LogMetadata, Logger } from '@temporalio/worker';
import type { LineLogger } from '../logging/line-logger.js';

const SHOWN = ['workflowId', 'activityType', 'activityId', 'attempt', 'taskQueue', 'sdkComponent'] as const;

/** The worker of the mail queue is meant to have none. */
const EXPECTED = 'No workflows registered, not polling for workflow tasks';

/** Temporal's own lines in our format. Ids only: inputs and failures may be long and stay in the server. */
export class TemporalLogger implements Logger {
  constructor(private readonly lines: LineLogger) {}

  log(level: LogLevel, message: string, meta?: LogMetadata): void {
    if (message === EXPECTED) return;
    const fields: Record<string, string | number> = {};
    for (const name of SHOWN) {
      const value: unknown = meta?.[name];
      if (typeof value === 'string' || typeof value === 'number') fields[name] = value;
    }
    const error: unknown = meta?.['error'];
    if (error instanceof Error) fields['error'] = error.message;
    const write = { TRACE: 'verbose', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
    this.lines[write[level]](message, fields, 'temporal');
  }

  trace(message: string, meta?: LogMetadata): void {
    this.log('TRACE', message, meta);
  }

  debug(message: string, meta?: LogMetadata): void {
    this.log('DEBUG', message, meta);
  }

  info(message: string, meta?: LogMetadata): void {
    this.log('INFO', message, meta);
  }

  warn(message: string, meta?: LogMetadata): void {
    this.log('WARN', message, meta);
  }

  error(message: string, meta?: LogMetadata): void {
    this.log('ERROR', message, meta);
  }
}
