import { PLAYBOOK_RUN } from '../../workflows/durable/playbook-run-input.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { RunState } from '../../workflows/model/run.js';
import { simulateRun } from '../../workflows/simulate/simulate-run.js';
import { median, type Bench, type BenchResult } from './bench-result.js';
import { benchRun, mailsPlan, mixedPlan } from './engine/bench-plans.js';
import { EngineBench } from './engine/engine-bench.js';
import { START } from '../support/run-builder.js';
import { afterEvents } from './engine/after-events.js';

const STATE_STEPS = 100;
const PAIRS = 5;
const [SHORT, LONG] = [50, 300] as const;
/** Runs of the long plan; of the short one as many as have the same number of steps. */
const RUNS = 2;

/** Processor time of one step in microseconds on the virtual clock: the machine alone. */
function virtualStep(plan: Plan, rounds: number): number {
  const scenario = {
    run: benchRun(plan, 'virtual', START),
    context: () => {
      throw new Error('nothing is asked');
    },
    timeline: [],
    watchHour: null,
  };
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) simulateRun(plan, scenario);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rounds / plan.order.length;
}

/** What a step costs the worker in a short plan and in a long one, in turn. */
async function perStep(): Promise<BenchResult> {
  const bench = await EngineBench.start();
  try {
    const side = { worker: await bench.worker('product'), type: PLAYBOOK_RUN };
    const ratios: number[] = [];
    const costs: Record<typeof SHORT | typeof LONG, number[]> = { [SHORT]: [], [LONG]: [] };
    const measure = async (steps: typeof SHORT | typeof LONG): Promise<number> => {
      const { cpuMs } = await bench.block(side, mailsPlan(steps), (RUNS * LONG) / steps, RUNS);
      const cost = cpuMs / (RUNS * LONG);
      costs[steps].push(cost);
      return cost;
    };
    await bench.block(side, mailsPlan(SHORT), RUNS * 2, RUNS);
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const first = pair % 2 === 0 ? SHORT : LONG;
      const cost = await measure(first);
      const other = await measure(first === SHORT ? LONG : SHORT);
      ratios.push(first === SHORT ? other / cost : cost / other);
    }
    const [short, long] = [SHORT, LONG].map((steps) =>
      median(Array.from({ length: 9 }, () => virtualStep(mailsPlan(steps), 3_000 / steps))),
    );
    return {
      name: `processor time per step, a plan of ${LONG} steps against one of ${SHORT}`,
      figure: median(ratios),
      unit: 'x',
      target: 1.2,
      detail: `worker ${median(costs[LONG]).toFixed(2)} ms against ${median(costs[SHORT]).toFixed(2)} ms a step, median of ${PAIRS} pairs in turn (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}); the machine alone ${long?.toFixed(1)} against ${short?.toFixed(1)} microseconds`,
    };
  } finally {
    await bench.stop();
  }
}

const kib = (state: RunState): number => JSON.stringify(state).length / 1_024;

/** What a run carries from one history to the next. */
export const planSizeBench: Bench = async () => {
  const [usual, longest] = [afterEvents(mixedPlan(STATE_STEPS), 1_000), afterEvents(mailsPlan(LONG), 1_000)];
  const { state, events } = usual;
  return [
    await perStep(),
    {
      name: `state after ${events} events`,
      figure: kib(state),
      unit: 'KiB',
      target: 20,
      detail: `as JSON; a plan of ${STATE_STEPS} steps, ${Object.keys(state.outcomes).length} of them over, ${state.seen.length} ids of pushed events remembered; ${LONG} steps all over are ${kib(longest.state).toFixed(1)} KiB`,
    },
  ];
};
