import { DefaultLogger, Runtime } from '@temporalio/worker';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Database } from '../../../prisma/database.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Plan } from '../../../workflows/model/plan.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { Autopilot } from '../../../workflows/simulate/behaviour/autopilot.js';
import { environment, useUtc } from '../../environment.js';
import { loadHistory } from '../../shared/backtest/load-history.js';
import { bundlePath, bundleWorkflows } from '../bundle-workflows.js';
import { fastReplay } from './fast-replay.js';

/** What `sopwith replay --fast` asks this process for, as a JSON file. */
interface FastReplayRequest {
  readonly plans: readonly Plan[];
  readonly catalogue: Catalogue;
  readonly people: Autopilot | null;
  readonly from: Instant;
  readonly to: Instant;
  readonly until: Instant;
  readonly known: Instant;
  readonly capacity: number;
  /** Where the result goes, as JSON. */
  readonly result: string;
}

/** Windows between two lines of progress. */
const TOLD_EVERY = 30;

useUtc();
// Whoever started us is gone: nobody waits for the result any more.
process.on('disconnect', () => process.exit(0));

async function main(): Promise<void> {
  const [file] = process.argv.slice(2);
  const { databaseUrl, temporalAddress } = environment();
  if (file === undefined || databaseUrl === null || temporalAddress === null)
    throw new Error(
      'this process is started by `sopwith replay --fast`: it needs a request file, DATABASE_URL and TEMPORAL_ADDRESS',
    );
  // The server that skips time lacks what it warns of, and nothing here needs it.
  const logging = { forward: {}, filter: { core: 'ERROR', other: 'ERROR' } } as const;
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR'), telemetryOptions: { logging } });
  const { result, ...request } = JSON.parse(readFileSync(file, 'utf8')) as FastReplayRequest;
  const db = new Database(databaseUrl, { connections: 4 });
  const history = await loadHistory(db, request).finally(() => db.close());
  const prebuilt = bundlePath();
  const workflowBundle = existsSync(prebuilt) ? { codePath: prebuilt } : { code: await bundleWorkflows() };
  let windows = 0;
  const onWindow = (at: Instant, decided: number, live: number): void => {
    if (windows++ % TOLD_EVERY !== 0) return;
    process.stdout.write(`${new Date(at).toISOString().slice(0, 10)}: ${decided} decided, ${live} runs live\n`);
  };
  const replayed = await fastReplay({ input: { ...request, ...history }, address: temporalAddress, workflowBundle, onWindow });
  writeFileSync(result, JSON.stringify(replayed));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(70);
  },
);
