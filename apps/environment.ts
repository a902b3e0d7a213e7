import { z } from 'zod';

/** What is expected of each variable, in the words a wrong value is answered with. */
const millis = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const FIELDS = {
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\/[^\s]+$/)
      .optional(),
    expects: 'a PostgreSQL address such as postgresql://user:password@127.0.0.1:5432/sopwith',
  },
  TEMPORAL_ADDRESS: {
    schema: z
      .string()
      .regex(/^[^\s/:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/)
      .optional(),
    expects: 'host:port of a Temporal frontend, e.g. 127.0.0.1:7233',
  },
  TEMPORAL_NAMESPACE: { schema: z.string().min(1).default('default'), expects: 'the name of a Temporal namespace' },
  SMTP_URL: {
    schema: z
      .string()
      .regex(/^smtps?:\/\/[^\s]+$/)
      .optional(),
    expects: 'a mail server such as smtp://127.0.0.1:2525 or smtps://user:password@mail.example.com:465',
  },
  MAIL_FROM: {
    schema: z
      .string()
      .regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/)
      .default('Customer Success <success@sopwith.example>'),
    expects: 'one sender such as "Customer Success <success@example.com>"',
  },
  HOST: { schema: z.string().regex(/^\S+$/).default('127.0.0.1'), expects: 'the address the API listens on, e.g. 127.0.0.1' },
  PORT: {
    schema: z.coerce.number().int().min(0).max(65_535).default(3_400),
    expects: 'a port from 0 to 65535 (0 = any free one)',
  },
  SOPWITH_HOME: { schema: z.string().min(1).default('.sopwith'), expects: 'a folder for the local stack, e.g. .sopwith' },
  SOPWITH_SWEEP_MS: {
    schema: millis(20, 3_600_000).optional(),
    expects: 'machine milliseconds between two looks at due sweeps, 20 to 3600000',
  },
  SOPWITH_RELAY_MS: {
    schema: millis(10, 3_600_000).optional(),
    expects: 'machine milliseconds between two looks at the outbox, 10 to 3600000',
  },
  SOPWITH_SWEEP_UNTIL: {
    schema: z.iso.datetime({ offset: true }).optional(),
    expects: 'an instant of business time such as 2026-03-02T00:00:00Z',
  },
  SOPWITH_AUTOPILOT: { schema: z.string().min(1).optional(), expects: 'the path of an autopilot file (YAML)' },
  SOPWITH_DEBUG: { schema: z.enum(['0', '1']).default('0'), expects: '0 or 1' },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'log', 'debug', 'verbose']).default('log'),
    expects: 'one of fatal, error, warn, log, debug, verbose',
  },
} as const;

type Variable = keyof typeof FIELDS;
type Value<V extends Variable> = z.infer<(typeof FIELDS)[V]['schema']>;

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
  readonly logLevel: Value<'LOG_LEVEL'>;
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
  const read = <V extends Variable>(name: V): Value<V> => {
    const raw = source[name]?.trim();
    const result = FIELDS[name].schema.safeParse(raw === '' ? undefined : raw);
    if (!result.success)
      problems.push(`${name}=${JSON.stringify(shown(raw ?? ''))} cannot be used: expected ${FIELDS[name].expects}`);
    return result.data as Value<V>;
  };
  const sweepUntil = read('SOPWITH_SWEEP_UNTIL');
  const values: Environment = {
    databaseUrl: read('DATABASE_URL') ?? null,
    temporalAddress: read('TEMPORAL_ADDRESS') ?? null,
    temporalNamespace: read('TEMPORAL_NAMESPACE'),
    smtpUrl: read('SMTP_URL') ?? null,
    mailFrom: read('MAIL_FROM'),
    host: read('HOST'),
    port: read('PORT'),
    portGiven: (source['PORT']?.trim() ?? '') !== '',
    home: read('SOPWITH_HOME'),
    sweepMs: read('SOPWITH_SWEEP_MS') ?? null,
    relayMs: read('SOPWITH_RELAY_MS') ?? null,
    sweepUntil: sweepUntil === undefined ? null : Date.parse(sweepUntil),
    autopilot: read('SOPWITH_AUTOPILOT') ?? null,
    debug: read('SOPWITH_DEBUG') === '1',
    logLevel: read('LOG_LEVEL'),
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
