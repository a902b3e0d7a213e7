import type { Environment } from '../../environment.js';
import { missing } from '../failure.js';
import { readSettings, writeSettings, type Home } from './home.js';
import { startMailCatcher, type MailCatcher } from './mail-catcher/mail-catcher.js';
import type { Part, PartEvent } from './part.js';
import { startPostgres } from './postgres.js';
import { freePort } from './ports.js';
import { phase, type Progress } from './progress.js';
import { resolveTemporal } from './temporal-resolver.js';
import { checkTemporal, startTemporal } from './temporal-server.js';

/** The servers below ours: ours to stop, or somebody else's (then the part is null). */
export interface BaseStack {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalUiUrl: string | null;
  readonly smtpUrl: string;
  readonly mail: MailCatcher | null;
  readonly postgres: Part | null;
  readonly temporal: Part | null;
}

export interface BaseStackOptions {
  readonly home: Home;
  readonly environment: Environment;
  /** PATH, HOME and the like of the machine. */
  readonly machine: Readonly<Record<string, string | undefined>>;
  /** Throw-away data, and nothing of the environment's own servers is used. */
  readonly scratch: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: Progress;
  readonly onPartEvent: (event: PartEvent) => void;
}

/** Starts PostgreSQL, Temporal and the mail catcher side by side. All or nothing: what started is stopped on a failure. */
export async function startBaseStack(options: BaseStackOptions): Promise<BaseStack> {
  const { home, environment, onProgress, onPartEvent, scratch } = options;
  // One after another where they write the same settings file; the slow parts run side by side.
  const databaseUrl = scratch ? null : environment.databaseUrl;
  const smtpUrl = scratch ? null : environment.smtpUrl;
  const mail = smtpUrl === null ? await startMail(home) : null;
  const stops: (() => Promise<void>)[] = [];
  if (mail !== null) stops.push(() => mail.stop());
  const keep = async <T extends { part: Part }>(started: Promise<T>): Promise<T> => {
    const result = await started;
    stops.push(() => result.part.stop());
    return result;
  };
  const postgres =
    databaseUrl === null
      ? phase(onProgress, 'PostgreSQL', () =>
          keep(startPostgres({ home, scratch, onPartEvent, onProgress, signal: options.signal })),
        )
      : Promise.resolve({ url: databaseUrl, part: null });
  const temporal = phase(onProgress, 'Temporal', async () => {
    const source = await resolveTemporal({
      address: environment.temporalAddress,
      env: options.machine,
      onProgress,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    if (source.kind === 'address') {
      await checkTemporal(source.address);
      return { address: source.address, uiUrl: null, part: null };
    }
    // After PostgreSQL has noted its port in the settings file.
    await postgres.catch(() => undefined);
    return keep(startTemporal({ home, source, onPartEvent, signal: options.signal }));
  });
  const [database, engine] = await Promise.allSettled([postgres, temporal]);
  if (database.status === 'rejected' || engine.status === 'rejected') {
    await Promise.all(stops.map((stop) => stop()));
    throw database.status === 'rejected' ? database.reason : (engine as PromiseRejectedResult).reason;
  }
  return {
    databaseUrl: database.value.url,
    temporalAddress: engine.value.address,
    temporalUiUrl: engine.value.uiUrl,
    smtpUrl: smtpUrl ?? mail?.smtpUrl ?? '',
    mail,
    postgres: database.value.part,
    temporal: engine.value.part,
  };
}

async function startMail(home: Home): Promise<MailCatcher> {
  const settings = readSettings(home);
  const smtpPort = await freePort(settings.ports['smtp'] ?? null);
  const pagePort = await freePort(settings.ports['mail'] ?? null);
  writeSettings(home, { ...settings, ports: { ...settings.ports, smtp: smtpPort, mail: pagePort } });
  try {
    return await startMailCatcher({ folder: home.mail, smtpPort, pagePort });
  } catch (error) {
    throw missing(
      'mail-catcher-failed',
      `The mail catcher could not start: ${(error as Error).message}`,
      'Set SMTP_URL to a mail server of your own',
    );
  }
}
