import { NativeConnection, Worker } from '@temporalio/worker';
import type {
  EvaluateInput,
  PerformInput,
  PerformResult,
  RecordInput,
  RunActivities,
  RunLocalActivities,
} from '../../../workflows/durable/activities.js';
import { buildIdOf } from '../../../apps/worker/temporal/build-id-of.js';
import { mailQueueOf } from '../../../workflows/durable/activities.js';
import { toBusinessTime } from '../../../workflows/model/time.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import type { WorkerAnswer, WorkerOrder, WorkerSettings } from './worker-messages.js';

/** Runs whose activities are remembered, so that both sides can be held against each other. */
const COMPARED = 'compare-';

const recorded = new Map<string, RecordInput['entries'][number][]>();

const settings = JSON.parse(process.argv[2] ?? '') as WorkerSettings;

/**
 * A step settles when it really was carried out, so that the wait that follows is ahead of a busy worker and costs its
 * timer; in a run that is compared, when it was due.
 */
function perform(word: string) {
  return ({ runId, at }: PerformInput): Promise<PerformResult> => {
    const settledAt = runId.startsWith(COMPARED) ? at : Math.max(at, toBusinessTime(settings.clock, Date.now()));
    return Promise.resolve({ settlement: { status: 'done', outcome: word, detail: { recipients: 1 } }, settledAt });
  };
}

/** Channels that do nothing: what is measured is the engine. */
const activities: RunActivities & RunLocalActivities = {
  email: perform('sent'),
  in_app: perform('posted'),
  // Nobody closes it: a run that is parked here waits for a person.
  task: ({ at }) => Promise.resolve({ settlement: { status: 'opened', outcome: null }, settledAt: at }),
  ask: perform('done'),
  webhook: perform('delivered'),
  chat: perform('posted'),
  set: perform('set'),
  evaluate: ({ conditions, at }: EvaluateInput) =>
    Promise.resolve(
      conditions.map(({ text }) => ({ value: true, facts: [{ name: text, type: 'number' as const, value: 120, asOf: at }] })),
    ),
  record: ({ runId, entries }) => {
    if (runId.startsWith(COMPARED)) recorded.set(runId, [...(recorded.get(runId) ?? []), ...entries]);
    return Promise.resolve();
  },
};

function answer(order: WorkerOrder): WorkerAnswer {
  const { user, system } = process.cpuUsage();
  // Twice: what a first collection finalises, a second one frees.
  if (order.collect) for (let round = 0; round < 2; round += 1) globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { id: order.id, cpuMs: (user + system) / 1_000, heapUsed, rss, entries: recorded.get(order.runId ?? '') ?? [] };
}

async function main(): Promise<void> {
  const { address, taskQueue, codePath, cache, inMainThread } = settings;
  quietRuntime();
  const connection = await NativeConnection.connect({ address });
  const common = { connection, activities, buildId: buildIdOf({ codePath }) };
  // The product's own numbers of places; see temporal-worker-host.ts.
  const workers = [
    await Worker.create({
      ...common,
      taskQueue,
      workflowBundle: { codePath },
      maxCachedWorkflows: cache,
      maxConcurrentActivityTaskExecutions: 24,
      maxConcurrentLocalActivityExecutions: 16,
      maxConcurrentWorkflowTaskExecutions: 40,
      // In the main thread the heap of workflows can be told exactly.
      debugMode: inMainThread,
    }),
    await Worker.create({ ...common, taskQueue: mailQueueOf(taskQueue), maxConcurrentActivityTaskExecutions: 24 }),
  ];
  const running = Promise.all(workers.map((worker) => worker.run()));
  process.on('message', (order: WorkerOrder) => process.send?.(answer(order)));
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
  await running;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
