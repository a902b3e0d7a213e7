import { PLAYBOOK_RUN } from '../../workflows/durable/playbook-run-input.js';
import type { Plan } from '../../workflows/model/plan.js';
import { median, type Bench, type BenchResult } from './bench-result.js';
import { journeyPlan, rescuePlan, twoMailsPlan } from './engine/bench-plans.js';
import { EngineBench, type Block, type Side } from './engine/engine-bench.js';
import { sameHistory, type HistoryFigures } from './engine/same-history.js';

const PAIRS = 5;
const WARM_UP = 40;

interface Shape {
  readonly plan: Plan;
  readonly type: string;
  readonly workflows: number;
  readonly atOnce: number;
}

interface Compared {
  readonly history: HistoryFigures;
  readonly ours: readonly Block[];
  readonly byHand: readonly Block[];
}

/** Blocks of both sides in turn; the side that goes first alternates, so that a drift of the machine favours none. */
async function inTurn(bench: EngineBench, workers: readonly [Side['worker'], Side['worker']], shape: Shape): Promise<Compared> {
  const { plan, type, workflows, atOnce } = shape;
  const sides: readonly [Side, Side] = [
    { worker: workers[0], type: PLAYBOOK_RUN },
    { worker: workers[1], type },
  ];
  const history = await sameHistory(bench, sides, plan);
  for (const side of sides) await bench.block(side, plan, WARM_UP, WARM_UP);
  const [ours, byHand]: [Block[], Block[]] = [[], []];
  const take = async (first: boolean): Promise<void> => {
    (first ? ours : byHand).push(await bench.block(sides[first ? 0 : 1], plan, workflows, atOnce));
  };
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await take(pair % 2 === 0);
    await take(pair % 2 !== 0);
  }
  return { history, ours, byHand };
}

const perWorkflow = (block: Block, key: 'cpuMs' | 'serverMs'): number => (block[key] ?? Number.NaN) / block.workflows;
const perSecond = ({ workflows, wallMs }: Block): number => (workflows / wallMs) * 1_000;

function ratios({ ours, byHand }: Compared, of: (block: Block) => number): readonly number[] {
  return ours.map((block, index) => {
    const other = byHand[index];
    return other ? of(block) / of(other) : Number.NaN;
  });
}

const range = (values: readonly number[]): string => `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;

/** How long the histories of the blocks were on average: with the same number of timers or the figure means nothing. */
function meanEvents({ ours, byHand }: Compared): string {
  const mean = (blocks: readonly Block[]) => blocks.reduce((sum, { events }) => sum + events, 0) / blocks.length;
  return `on average ${mean(ours).toFixed(2)} and ${mean(byHand).toFixed(2)}`;
}

function cpuResult(name: string, compared: Compared): BenchResult {
  const { history, ours, byHand } = compared;
  const cpu = (blocks: readonly Block[]) => median(blocks.map((block) => perWorkflow(block, 'cpuMs'))) / history.workflowTasks;
  const all = ratios(compared, (block) => perWorkflow(block, 'cpuMs'));
  return {
    name,
    figure: median(all),
    unit: 'x',
    target: 1.1,
    detail: `worker's processor time per workflow task ${cpu(ours).toFixed(2)} ms against ${cpu(byHand).toFixed(2)} ms, ${history.workflowTasks} tasks and ${history.events} equal events a run (${meanEvents(compared)}), median of ${PAIRS} pairs in turn (${range(all)})`,
  };
}

/** The interpreter against workflows written by hand that do the same, on one real server. */
export const engineBench: Bench = async () => {
  const bench = await EngineBench.start();
  try {
    const workers = [await bench.worker('product'), await bench.worker('by hand')] as const;
    const mails = await sameHistory(
      bench,
      [
        { worker: workers[0], type: PLAYBOOK_RUN },
        { worker: workers[1], type: 'twoMailsByHand' },
      ],
      twoMailsPlan(),
    );
    const rescue = await inTurn(bench, workers, { plan: rescuePlan(), type: 'rescueByHand', workflows: 40, atOnce: 40 });
    const journey = await inTurn(bench, workers, { plan: journeyPlan(), type: 'journeyByHand', workflows: 200, atOnce: 200 });
    const rates = ratios(journey, perSecond);
    const each = (key: 'cpuMs' | 'serverMs'): string => median(journey.ours.map((block) => perWorkflow(block, key))).toFixed(0);
    return [
      {
        name: 'two e-mails and a one-day wait between: history',
        figure: mails.events,
        unit: 'events',
        target: 26,
        detail: `floor 22: ${mails.types.filter((type) => type === 'markerRecorded').length} more are the flight record's local activities, one before each wait and one at the end; ${mails.workflowTasks} workflow tasks`,
      },
      {
        name: 'two e-mails and a one-day wait between: bytes of history',
        figure: mails.bytes / 1_024,
        unit: 'KiB',
        target: 4,
        detail: `as the server counts them; the plan as its author's YAML compiles is ${JSON.stringify(twoMailsPlan()).length} of them`,
      },
      cpuResult('interpreter against hand-written, ten steps with a fork, a check and a verification', rescue),
      cpuResult('interpreter against hand-written, two e-mails and two waits', journey),
      {
        name: 'journeys a second against hand-written, 2 activities and 2 timers each, 200 at once',
        figure: median(rates),
        unit: 'x',
        target: 0.9,
        atLeast: true,
        detail: `${median(journey.ours.map(perSecond)).toFixed(1)} against ${median(journey.byHand.map(perSecond)).toFixed(1)} a second, median of ${PAIRS} pairs in turn (${range(rates)}); each ${journey.history.events} events (${meanEvents(journey)}), ${each('cpuMs')} ms of the worker and ${each('serverMs')} ms of the server`,
      },
      {
        name: 'such a journey: bytes of history',
        figure: journey.history.bytes / 1_024,
        unit: 'KiB',
        target: 4,
        detail: `${journey.history.events} events`,
      },
    ];
  } finally {
    await bench.stop();
  }
};
