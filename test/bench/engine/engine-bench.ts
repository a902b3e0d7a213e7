import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleWorkflows } from '../../../apps/worker/bundle-workflows.js';
import type { PlaybookRunInput } from '../../../workflows/durable/playbook-run-input.js';
import type { Plan } from '../../../workflows/model/plan.js';
import { toBusinessTime, type BusinessClock } from '../../../workflows/model/time.js';
import { PB_ACCOUNT, PB_PLAYBOOK, PB_STATUS, PB_VERSION } from '../../../workflows/durable/search-attributes.js';
import { DAY, START } from '../../support/run-builder.js';
import { temporalServer, type TemporalServer } from '../../support/temporal-server.js';
import { benchRun } from './bench-plans.js';
import { BenchWorker } from './bench-worker.js';
import { serverCpu } from './server-cpu.js';

/** Machine milliseconds of a business day: longer than a busy server needs between an activity's end and what follows. */
const DAY_MS = 1_500;

/** What runs a block of workflows: one of the bundles, and the type it exports. */
export interface Side {
  readonly worker: BenchWorker;
  readonly type: string;
}

/** What a block of workflows took. */
export interface Block {
  readonly workflows: number;
  /** Mean length of their histories: a wait that was over before it began has no timer. */
  readonly events: number;
  readonly wallMs: number;
  /** Of the worker's process. */
  readonly cpuMs: number;
  /** Of the server's process; null where it cannot be told. */
  readonly serverMs: number | null;
}

export type Bundle = 'product' | 'by hand' | 'bare';

const ENTRIES: Readonly<Record<Exclude<Bundle, 'product'>, string>> = {
  'by hand': '../hand-written/index.js',
  bare: '../hand-written/bare.js',
};

/** A real server with the pragmas of the local stack, and workers in processes of their own. */
export class EngineBench {
  private readonly workers: BenchWorker[] = [];
  private blocks = 0;
  private readonly clock: BusinessClock = { origin: START, startedAt: Date.now(), rate: DAY / DAY_MS };

  private constructor(
    readonly server: TemporalServer,
    private readonly folder: string,
    private readonly connection: Connection,
    readonly client: Client,
  ) {}

  static async start(): Promise<EngineBench> {
    const folder = await mkdtemp(path.join(tmpdir(), 'sopwith-bench-'));
    const server = await temporalServer({ file: path.join(folder, 'temporal.db') });
    const connection = await Connection.connect({ address: server.address });
    return new EngineBench(server, folder, connection, new Client({ connection }));
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
    await this.connection.close();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async worker(bundle: Bundle, options: { readonly cache?: number; readonly inMainThread?: boolean } = {}): Promise<BenchWorker> {
    // Names of one length, so that histories have the same number of bytes.
    const taskQueue = `bench-${String(this.workers.length).padStart(2, '0')}`;
    const codePath = path.join(this.folder, `${taskQueue}.js`);
    const entry = bundle === 'product' ? undefined : path.join(import.meta.dirname, ENTRIES[bundle]);
    await writeFile(codePath, await bundleWorkflows(entry));
    const { cache = 1_000, inMainThread = false } = options;
    const worker = await BenchWorker.start({
      address: this.server.address,
      clock: this.clock,
      taskQueue,
      codePath,
      cache,
      inMainThread,
    });
    this.workers.push(worker);
    return worker;
  }

  /** Starts a workflow as the worker's relay does, at the business time it is now unless a clock of its own is given. */
  begin({ worker, type }: Side, plan: Plan, runId: string, clock: BusinessClock = this.clock) {
    const run = benchRun(plan, runId, toBusinessTime(clock, Date.now()));
    const input: PlaybookRunInput = { run, plan, clock };
    return this.client.workflow.start(type, {
      workflowId: runId,
      taskQueue: worker.taskQueue,
      args: [input],
      typedSearchAttributes: [
        { key: PB_PLAYBOOK, value: run.playbook },
        { key: PB_VERSION, value: run.version },
        { key: PB_ACCOUNT, value: run.account },
        { key: PB_STATUS, value: 'running' },
      ],
    });
  }

  /** Runs workflows to their end, so many at once. */
  async block(side: Side, plan: Plan, workflows: number, atOnce: number): Promise<Block> {
    this.blocks += 1;
    const block = String(this.blocks).padStart(4, '0');
    const serverBefore = serverCpu();
    const before = await side.worker.ask();
    const started = performance.now();
    let next = 0;
    const handles: WorkflowHandle[] = [];
    const lane = async (): Promise<void> => {
      while (next < workflows) {
        next += 1;
        const handle = await this.begin(side, plan, `run-${block}-${String(next).padStart(5, '0')}`);
        await handle.result();
        handles.push(handle);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, workflows) }, lane));
    const wallMs = performance.now() - started;
    const after = await side.worker.ask();
    const serverAfter = serverCpu();
    const serverMs = serverBefore === null || serverAfter === null ? null : serverAfter - serverBefore;
    let events = 0;
    for (const handle of handles) events += (await handle.describe()).historyLength;
    return { workflows, events: events / workflows, wallMs, cpuMs: after.cpuMs - before.cpuMs, serverMs };
  }
}
