import { Runtime } from '@temporalio/worker';

let installed = false;

/** Temporal's runtime for tests: errors only, and no signal handlers of its own. Once per test file, before a worker. */
export function quietRuntime(): void {
  if (installed) return;
  installed = true;
  const nothing = (): void => undefined;
  Runtime.install({
    shutdownSignals: [],
    logger: {
      log: nothing,
      trace: nothing,
      debug: nothing,
      info: nothing,
      warn: nothing,
      error: (message, meta) => process.stderr.write(`${message} ${String(meta?.['error'] ?? '')}\n`),
    },
    telemetryOptions: { logging: { forward: {}, filter: { core: 'ERROR', other: 'ERROR' } } },
  });
}
