import path from 'node:path';
import { PLAYBOOK_RUN } from '../../workflows/durable/playbook-run-input.js';
import type { Plan } from '../../workflows/model/plan.js';
import { compileFolder } from '../real/oulad/compile-folder.js';
import type { Bench } from './bench-result.js';
import { twoMailsPlan } from './engine/bench-plans.js';
import { EngineBench } from './engine/engine-bench.js';
import { ROOT } from './real-history.js';

/** Runs that are parked before the heap is looked at first: what every process needs once is not counted. */
const BEFORE = 100;
const PARKED = 600;
/** Long enough for a worker that has something to do to show it. */
const QUIET_MS = 1_500;

/** The largest plan that ships. */
function largestPlan(): Plan {
  const plans = compileFolder(path.join(ROOT, 'playbooks')).playbooks.map(({ plan }) => plan);
  const [largest] = plans.sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
  if (!largest) throw new Error('the shipped book has no playbooks');
  return largest;
}

/** Heap in KiB that one more parked run takes, between 100 and 600 of them; null = a workflow that only waits. */
async function heapPerRun(bench: EngineBench, plan: Plan | null): Promise<number> {
  const worker = await bench.worker(plan ? 'product' : 'bare', { inMainThread: true, cache: 2 * PARKED });
  const clock = { origin: Date.now(), startedAt: Date.now(), rate: 1 };
  const start = async (workflowId: string): Promise<unknown> => {
    if (plan) return bench.begin({ worker, type: PLAYBOOK_RUN }, plan, workflowId, clock);
    return bench.client.workflow.start('onlyWaits', { workflowId, taskQueue: worker.taskQueue });
  };
  const park = async (from: number, to: number): Promise<number> => {
    const next = { run: from };
    const lane = async (): Promise<void> => {
      while (next.run < to) await start(`parked-${worker.taskQueue}-${next.run++}`);
    };
    await Promise.all(Array.from({ length: 20 }, lane));
    for (let before = await worker.ask(); ;) {
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      const now = await worker.ask();
      if (now.cpuMs - before.cpuMs < QUIET_MS / 20) break;
      before = now;
    }
    return (await worker.ask({ collect: true })).heapUsed;
  };
  const first = await park(0, BEFORE);
  const heap = await park(BEFORE, PARKED);
  await worker.stop();
  return (heap - first) / (PARKED - BEFORE) / 1_024;
}

/** What a run that waits takes of a worker's memory. */
export const parkedBench: Bench = async () => {
  const bench = await EngineBench.start();
  try {
    const large = largestPlan();
    const bare = await heapPerRun(bench, null);
    const small = await heapPerRun(bench, twoMailsPlan());
    const figure = await heapPerRun(bench, large);
    return [
      {
        name: 'heap of a parked run above a workflow that only waits',
        figure: figure - bare,
        unit: 'KiB',
        target: 120,
        detail: `after garbage collection, ${PARKED - BEFORE} runs of the largest shipped plan (${large.playbook}, ${(JSON.stringify(large).length / 1_024).toFixed(1)} KiB) ${figure.toFixed(0)} KiB each, of two e-mails and a wait ${small.toFixed(0)}, the bare minimum ${bare.toFixed(0)}`,
      },
    ];
  } finally {
    await bench.stop();
  }
};
