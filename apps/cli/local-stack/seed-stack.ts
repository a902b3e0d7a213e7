import { Database } from '../../../prisma/database.js';
import { migrate } from '../../../prisma/migrate.js';
import { readClock, writeClock } from '../../../prisma/stores/clock-store.js';
import { countApiKeys, createApiKey } from '../../../prisma/stores/api-key-store.js';
import { toBusinessTime, type BusinessClock } from '../../../workflows/model/time.js';
import { publishFolder } from '../publish/publish-folder.js';
import { phase, type Progress } from './progress.js';

/** What a start found or made. */
export interface Seeded {
  readonly playbooks: readonly { readonly id: string; readonly version: number }[];
  /** Shown once, at the first start or when a new one was asked for; else null. */
  readonly apiKey: string | null;
}

export interface SeedOptions {
  readonly databaseUrl: string;
  readonly playbooks: string;
  readonly prepare?: (db: Database) => Promise<void>;
  readonly clock?: () => BusinessClock;
  /** A new clock of real time begins so many days ago. */
  readonly firstDaysBack?: number;
  /** Nobody asks a throw-away stack over HTTP: no key is made. */
  readonly scratch: boolean;
  /** One more key, for whoever lost the first one. */
  readonly newKey?: boolean;
  readonly onProgress: Progress;
  /** Gets the handle as soon as there is one; whoever gets it closes it. */
  readonly opened: (db: Database) => void;
}

/** Brings a database to the point where api and worker can start: schema, data, playbooks, key, and last of all the clock. */
export async function seedStack(options: SeedOptions): Promise<Seeded> {
  const { databaseUrl, onProgress } = options;
  await phase(onProgress, 'Migrations', () => migrate(databaseUrl));
  const db = new Database(databaseUrl, { connections: 6 });
  options.opened(db);
  await options.prepare?.(db);
  const existing = await readClock(db);
  const clock = options.clock?.() ?? existing ?? realTime(options.firstDaysBack ?? 0);
  const playbooks = await phase(onProgress, 'Publishing the playbooks', () =>
    publishFolder(db, options.playbooks, {
      at: existing === null ? clock.origin : toBusinessTime(existing, Date.now()),
      onWarning: onProgress,
    }),
  );
  const first = !options.scratch && (await countApiKeys(db)) === 0;
  const label = first ? 'first start' : options.newKey ? 'up --new-key' : null;
  const apiKey = label === null ? null : (await createApiKey(db, label)).key;
  // Asked again: a replay's first day must not have passed while the playbooks were published.
  if (options.clock !== undefined) await writeClock(db, options.clock());
  else if (existing === null) await writeClock(db, clock);
  return { playbooks, apiKey };
}

/** The machine's own time, counted from some days ago: sweeps catch up with what came since. */
function realTime(daysBack: number): BusinessClock {
  const begin = Date.now() - daysBack * 86_400_000;
  return { origin: begin, startedAt: begin, rate: 1 };
}
