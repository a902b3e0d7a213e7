/** Reads one variable's text; undefined = it cannot be used. By hand: loading a library takes longer than all of `lint`. */
type Reader<T> = (text: string) => T | undefined;

interface Field<T> {
  readonly read: Reader<T>;
  /** What an unset variable means. */
  readonly unset: T;
  /** What is expected, in the words a wrong value is answered with. */
  readonly expects: string;
}

const matching =
  (pattern: RegExp): Reader<string> =>
  (text) =>
    pattern.test(text) ? text : undefined;
const anything: Reader<string> = (text) => text;
const whole =
  (least: number, most: number): Reader<number> =>
  (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  };
const oneOf =
  <T extends string>(...words: readonly T[]): Reader<T> =>
  (text) =>
    words.find((word) => word === text);

/** An instant in ISO 8601 with a zone, as milliseconds. */
function instant(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.exec(text);
  const at = match ? Date.parse(text) : Number.NaN;
  const day = Date.parse(`${match?.[1] ?? ''}T00:00:00Z`);
  // A 30 February would be read as a day in March.
  const exists = !Number.isNaN(at) && !Number.isNaN(day) && new Date(day).toISOString().slice(0, 10) === match?.[1];
  return exists ? at : undefined;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;

function field<T>(read: Reader<T>, unset: T, expects: string): Field<T> {
  return { read, unset, expects };
}

function optional<T>(read: Reader<T>, expects: string): Field<T | null> {
  return { read, unset: null, expects };
}

const FIELDS = {
  DATABASE_URL: optional(
    matching(/^postgres(ql)?:\/\/[^\s]+$/),
    'a PostgreSQL address such as postgresql://user:password@127.0.0.1:5432/sopwith',
  ),
  TEMPORAL_ADDRESS: optional(
    matching(/^[^\s/:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/),
    'host:port of a Temporal frontend, e.g. 127.0.0.1:7233',
  ),
  TEMPORAL_NAMESPACE: field(anything, 'default', 'the name of a Temporal namespace'),
  SMTP_URL: optional(
    matching(/^smtps?:\/\/[^\s]+$/),
    'a mail server such as smtp://127.0.0.1:2525 or smtps://user:password@mail.example.com:465',
  ),
  MAIL_FROM: field(
    matching(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/),
    'Customer Success <success@sopwith.example>',
    'one sender such as "Customer Success <success@example.com>"',
  ),
  HOST: field(matching(/^\S+$/), '127.0.0.1', 'the address the API listens on, e.g. 127.0.0.1'),
  PORT: field(whole(0, 65_535), 3_400, 'a port from 0 to 65535 (0 = any free one)'),
  SOPWITH_HOME: field(anything, '.sopwith', 'a folder for the local stack, e.g. .sopwith'),
  SOPWITH_SWEEP_MS: optional(whole(20, 3_600_000), 'machine milliseconds between two looks at due sweeps, 20 to 3600000'),
  SOPWITH_RELAY_MS: optional(whole(10, 3_600_000), 'machine milliseconds between two looks at the outbox, 10 to 3600000'),
  SOPWITH_SWEEP_UNTIL: optional(instant, 'an instant of business time such as 2026-03-02T00:00:00Z'),
  SOPWITH_AUTOPILOT: optional(anything, 'the path of an autopilot file (YAML)'),
  SOPWITH_DEBUG: field<'0' | '1'>(oneOf('0', '1'), '0', '0 or 1'),
  LOG_LEVEL: field<(typeof LOG_LEVELS)[number]>(oneOf(...LOG_LEVELS), 'log', `one of ${LOG_LEVELS.join(', ')}`),
} as const;

type Variable = keyof typeof FIELDS;

/** What the processes of Sopwith are told from outside. Unset and empty are the same. */
export interface Environment {
  /** Null = the local stack brings its own. */
  readonly databaseUrl: string | null;
  readonly temporalAddress: string | null;
  readonly temporalNamespace: string;
  /** Null = the local stack's mail catcher. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly host: string;
  readonly port: number;
  /** True when PORT was given, so it must not silently be replaced by another one. */
  readonly portGiven: boolean;
  /** Folder of the local stack; may be relative to the working directory. */
  readonly home: string;
  /** Machine milliseconds; null = the worker's own default. */
  readonly sweepMs: number | null;
  readonly relayMs: number | null;
  /** Business time: no sweep is scheduled at or after it (the end of a replay); null = no end. */
  readonly sweepUntil: number | null;
  /** Path of a YAML file that says how people behave in a replay. */
  readonly autopilot: string | null;
  readonly debug: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/** A variable with a value that cannot be used: names the variable, the value and what is expected. */
export class EnvironmentError extends Error {
  readonly code = 'bad-environment';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'EnvironmentError';
  }
}

// A database or mail address may hold a password: it is never repeated in full.
const shown = (value: string) => value.replace(/\/\/([^:/@\s]*):[^@\s]*@/, '//$1:***@');

/**
 * Reads and checks all variables at once.
 * @throws EnvironmentError with one line per wrong variable.
 */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const problems: string[] = [];
  const read = <T>(name: Variable, { read: reader, unset, expects }: Field<T>): T => {
    const raw = source[name]?.trim() ?? '';
    if (raw === '') return unset;
    const value = reader(raw);
    if (value === undefined) problems.push(`${name}=${JSON.stringify(shown(raw))} cannot be used: expected ${expects}`);
    return value ?? unset;
  };
  const values: Environment = {
    databaseUrl: read('DATABASE_URL', FIELDS.DATABASE_URL),
    temporalAddress: read('TEMPORAL_ADDRESS', FIELDS.TEMPORAL_ADDRESS),
    temporalNamespace: read('TEMPORAL_NAMESPACE', FIELDS.TEMPORAL_NAMESPACE),
    smtpUrl: read('SMTP_URL', FIELDS.SMTP_URL),
    mailFrom: read('MAIL_FROM', FIELDS.MAIL_FROM),
    host: read('HOST', FIELDS.HOST),
    port: read('PORT', FIELDS.PORT),
    portGiven: (source['PORT']?.trim() ?? '') !== '',
    home: read('SOPWITH_HOME', FIELDS.SOPWITH_HOME),
    sweepMs: read('SOPWITH_SWEEP_MS', FIELDS.SOPWITH_SWEEP_MS),
    relayMs: read('SOPWITH_RELAY_MS', FIELDS.SOPWITH_RELAY_MS),
    sweepUntil: read('SOPWITH_SWEEP_UNTIL', FIELDS.SOPWITH_SWEEP_UNTIL),
    autopilot: read('SOPWITH_AUTOPILOT', FIELDS.SOPWITH_AUTOPILOT),
    debug: read('SOPWITH_DEBUG', FIELDS.SOPWITH_DEBUG) === '1',
    logLevel: read('LOG_LEVEL', FIELDS.LOG_LEVEL),
  };
  if (problems.length > 0) throw new EnvironmentError(problems);
  return Object.freeze(values);
}

let current: Environment | null = null;

/** The environment of this process, read once. */
export function environment(): Environment {
  current ??= readEnvironment(process.env);
  return current;
}

/**
 * Makes this process compute in UTC, whatever the machine is set to: dates belong to the zones of accounts, and nothing
 * may follow the zone of a server. Call it before anything else.
 */
export function useUtc(): void {
  process.env['TZ'] = 'UTC';
}

/** What is not ours (PATH, HOME and the like): for the programs we start, which get it as it is. */
export function machineEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
