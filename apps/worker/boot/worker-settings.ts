import { readFileSync } from 'node:fs';
import type { Environment } from '../../environment.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { Autopilot } from '../../../workflows/simulate/behaviour/autopilot.js';
import { parseAutopilot } from '../../shared/autopilot/parse-autopilot.js';
import type { Address } from '../channels/compose-mail.js';
import { parseSender } from '../channels/mail-address.js';
import { smtpSettings } from '../channels/smtp-settings.js';
import type { SmtpSettings } from '../channels/smtp-settings.js';

/** What a worker is told from outside, checked. */
export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly smtp: SmtpSettings;
  readonly from: Address;
  /** Machine milliseconds between two looks. */
  readonly sweepMs: number;
  readonly relayMs: number;
  /** Business time after which no sweep is due any more; null = never ends. */
  readonly sweepUntil: Instant | null;
  readonly autopilot: Autopilot | null;
  readonly logLevel: Environment['logLevel'];
}

/** A worker that cannot start as it was told to; `exitCode` 2 = told wrongly, 3 = something is missing. */
export class WorkerStartError extends Error {
  readonly code = 'worker-start';

  constructor(
    message: string,
    readonly exitCode: 2 | 3,
  ) {
    super(message);
    this.name = 'WorkerStartError';
  }
}

const SWEEP_MS = 1_000;
const RELAY_MS = 100;

function needed(value: string | null, name: string, example: string): string {
  if (value !== null) return value;
  throw new WorkerStartError(
    `${name} is not set: the worker needs it, e.g. ${name}=${example}. \`npm start\` sets it for you.`,
    3,
  );
}

/** @throws WorkerStartError naming the variable or file, what is wrong with it and what to do. */
export function workerSettings(environment: Environment): WorkerSettings {
  const from = parseSender(environment.mailFrom);
  if (!from) throw new WorkerStartError(`MAIL_FROM is not one sender such as "Customer Success <success@example.com>"`, 2);
  return {
    databaseUrl: needed(environment.databaseUrl, 'DATABASE_URL', 'postgresql://user:password@127.0.0.1:5432/sopwith'),
    temporalAddress: needed(environment.temporalAddress, 'TEMPORAL_ADDRESS', '127.0.0.1:7233'),
    temporalNamespace: environment.temporalNamespace,
    smtp: usable(() => smtpSettings(needed(environment.smtpUrl, 'SMTP_URL', 'smtp://127.0.0.1:2525'))),
    from,
    sweepMs: environment.sweepMs ?? SWEEP_MS,
    relayMs: environment.relayMs ?? RELAY_MS,
    sweepUntil: environment.sweepUntil,
    autopilot: environment.autopilot === null ? null : readAutopilot(environment.autopilot),
    logLevel: environment.logLevel,
  };
}

function readAutopilot(file: string): Autopilot {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new WorkerStartError(`SOPWITH_AUTOPILOT=${file} cannot be read (${reason}): give the path of an autopilot file`, 2);
  }
  return usable(() => parseAutopilot(file, text));
}

function usable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof WorkerStartError || !(error instanceof Error)) throw error;
    throw new WorkerStartError(error.message, 2);
  }
}
