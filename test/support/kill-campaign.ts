import { Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client';
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../prisma/database.js';
import { loadAccountData } from '../../prisma/read-models/account-data.js';
import { writeClock } from '../../prisma/stores/clock-store.js';
import { closeTask } from '../../prisma/stores/task-store.js';
import { runOrderUpdate } from '../../workflows/durable/run-orders.js';
import { accountContext } from '../../workflows/evaluate/account-context.js';
import type { AccountData } from '../../workflows/model/account-data.js';
import { UTC_CALENDAR } from '../../workflows/model/calendar.js';
import type { Catalogue } from '../../workflows/model/catalogue.js';
import type { PushedRunEvent, RunInput, RunOrder, TraceEntry } from '../../workflows/model/run.js';
import { toBusinessTime, toMachineTime, type BusinessClock } from '../../workflows/model/time.js';
import { ENGINE_VERSION } from '../../workflows/run/engine-version.js';
import { channelWorks, simulateRun, type Scenario, type SimulatedRun } from '../../workflows/simulate/simulate-run.js';
import type { Life } from './kill-lives.js';
import { LIFE_DAYS, LIVES, QUIET_DAYS } from './kill-lives.js';
import { DAY } from './run-builder.js';
import { scratchDatabase, type ScratchDatabase } from './scratch-database.js';
import { seededRandom } from './seeded-random.js';
import { smtpSink, type SmtpSink } from './smtp-sink.js';
import { temporalServer, type TemporalServer } from './temporal-server.js';
import { EMPTY_CATALOGUE, eventually, insertAccount, insertRun, publishPlan, templatesFor } from './worker-fixtures.js';
import { whyUnfinished } from './why-unfinished.js';
import { workerProcess, type WorkerProcess } from './worker-process.js';

/** How long and how hard. */
export interface CampaignSize {
  readonly seed: number;
  readonly kills: number;
  readonly runs: number;
  /** Share of the runs that begin after the first kill, the last of them when nine tenths of the kills are over. */
  readonly late: number;
  /** Machine milliseconds of a business day. */
  readonly dayMs: number;
  /** Longest machine time between two kills with everything up. */
  readonly calmMs: number;
}

/** One run with what becomes of it in the simulator. */
export interface CampaignRun {
  readonly life: Life;
  readonly input: RunInput;
  readonly account: string;
  readonly expected: SimulatedRun;
}

export interface CampaignReport {
  readonly workerKills: number;
  readonly serverKills: number;
  /** Kills that fell while runs were under way. */
  readonly duringRuns: number;
  readonly runs: readonly CampaignRun[];
}

type Line = TraceEntry & { readonly detail?: unknown };

const CATALOGUE: Catalogue = {
  ...EMPTY_CATALOGUE,
  attributes: { tier: { id: 'tier', title: { en: 'Tier' }, type: 'text', values: null } },
};
/** A run that is held up by something else than kills must not hold up the kills. */
const CATCH_UP_MS = 120_000;
const ORIGIN = Date.parse('2026-03-02T08:00:00Z');
/** How the address of a reader begins whom the mail server refuses. */
const REFUSED = 'refused';

class OrderNotTaken extends Error {
  readonly code = 'order-not-taken';
}

/** Runs of all lives on the real worker, the real server and the real tables, while worker and server are killed. */
export class KillCampaign {
  private readonly random: () => number;
  private readonly clock: BusinessClock;
  private readonly runs: CampaignRun[] = [];
  private readonly people: Promise<void>[] = [];
  private readonly failures: string[] = [];
  private readonly give = new AbortController();
  private worker: WorkerProcess | null = null;

  private constructor(
    private readonly size: CampaignSize,
    private readonly folder: string,
    private readonly scratch: ScratchDatabase,
    private server: TemporalServer,
    private readonly connection: Connection,
    readonly sink: SmtpSink,
  ) {
    this.random = seededRandom(size.seed);
    // Each person of each run waits on it.
    setMaxListeners(0, this.give.signal);
    this.clock = { origin: ORIGIN, startedAt: Date.now(), rate: DAY / size.dayMs };
  }

  static async begin(size: CampaignSize): Promise<KillCampaign> {
    const folder = mkdtempSync(path.join(tmpdir(), 'sopwith-kill-'));
    const file = path.join(folder, 'temporal.db');
    const [scratch, server, sink] = await Promise.all([scratchDatabase(), temporalServer({ file }), smtpSink()]);
    const connection = Connection.lazy({ address: server.address });
    const campaign = new KillCampaign(size, folder, scratch, server, connection, sink);
    // Slow enough that kills fall between the last byte and the answer as well.
    const refuseReader = (address: string): number | null => (address.startsWith(REFUSED) ? 550 : null);
    sink.behave({ answerAfterMs: 150, refuseReader });
    await campaign.prepare();
    return campaign;
  }

  get db(): Database {
    return this.scratch.db;
  }

  async stop(): Promise<void> {
    this.give.abort();
    await this.worker?.kill();
    await Promise.allSettled(this.people);
    await this.connection.close();
    await Promise.all([this.scratch.stop(), this.server.stop(), this.sink.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Begins the runs, some at once and some later, kills as often as said, and waits until every run is over. */
  async fight(): Promise<CampaignReport> {
    const { kills, runs, late, calmMs } = this.size;
    const report = { workerKills: 0, serverKills: 0, duringRuns: 0 };
    this.worker = await this.startWorker();
    for (let kill = 0; kill < kills;) {
      const due = Math.min(runs, Math.ceil(runs * (1 - late * Math.max(0, 1 - kill / (kills * 0.9)))));
      while (this.runs.length < due) await this.beginRun();
      await this.letCatchUp();
      await sleep(200 + this.random() * calmMs);
      const under = await this.db.client.run.count({ where: { finishedAt: null } });
      const dice = this.random();
      const both = dice > 0.9 && kill + 1 < kills;
      const worker = both || dice < 0.6;
      const server = both || !worker;
      await Promise.all([worker ? this.worker.kill() : null, server ? this.server.kill() : null]);
      report.workerKills += worker ? 1 : 0;
      report.serverKills += server ? 1 : 0;
      if (under > 0) report.duringRuns += both ? 2 : 1;
      kill += both ? 2 : 1;
      if (server) this.server = await this.startServer();
      if (worker) this.worker = await this.startWorker();
    }
    const over = async (): Promise<boolean> => (await this.db.client.run.count({ where: { finishedAt: null } })) === 0;
    await eventually('all runs are over', over, LIFE_DAYS * this.size.dayMs + 180_000).catch(async (late: Error) => {
      const failed = this.failures.join('\n');
      const log = this.worker?.log().slice(-4_000) ?? '';
      throw new Error(`${late.message}\n${failed}\n${await whyUnfinished(this.db, this.connection)}\n${log}`);
    });
    await Promise.all(this.people);
    return { ...report, runs: this.runs };
  }

  /** The flight record of a run as the database has it. */
  async recorded(runId: string): Promise<Line[]> {
    const rows = await this.db.client.traceEntry.findMany({ where: { runId }, orderBy: { seq: 'asc' } });
    return rows.map(({ entry }) => entry as unknown as Line);
  }

  /**
   * The same run in the simulator, told what its channels answered: an e-mail that was being handed over when the worker died
   * may be of unknown fate for ever. Everything else has to be as it is when nothing ever dies.
   */
  async simulated({ life, input, account }: CampaignRun): Promise<SimulatedRun> {
    const mails = await this.db.client.message.findMany({ where: { runId: input.runId, channel: 'email' } });
    const fate = new Map(mails.map(({ stepKey, status }) => [stepKey, status]));
    const settle: Scenario['settle'] = (command) => {
      const failed = (word: string) => ({ settlement: { status: 'failed', outcome: word, reason: word } as const });
      if (command.verb === 'webhook' || command.verb === 'chat') return failed('no_channel');
      const status = command.verb === 'email' ? fate.get(command.key) : undefined;
      return status === 'unknown' || status === 'rejected' ? failed(status) : channelWorks(command);
    };
    return this.simulate(life, input, await this.data(account), settle);
  }

  private async prepare(): Promise<void> {
    const { db } = this;
    const names = new Set<string>();
    const known = new Set<string>();
    for (const { plan, to } of LIVES) {
      for (const each of [plan, ...(to ? [to] : [])]) {
        if (known.has(each.contentHash)) continue;
        known.add(each.contentHash);
        for (const step of Object.values(each.steps)) if ('template' in step) names.add(step.template);
        await publishPlan(db, each, templatesFor(...names));
      }
    }
    const catalogue = { contentHash: 'kills', catalogue: CATALOGUE as never, publishedAt: new Date(0) };
    await db.client.catalogueVersion.create({ data: catalogue });
    await writeClock(db, this.clock);
  }

  private startServer(): Promise<TemporalServer> {
    return temporalServer({ file: path.join(this.folder, 'temporal.db'), port: this.server.port });
  }

  private startWorker(): Promise<WorkerProcess> {
    return workerProcess({
      DATABASE_URL: this.scratch.url,
      TEMPORAL_ADDRESS: this.server.address,
      SMTP_URL: this.sink.url,
      SOPWITH_RELAY_MS: '50',
    });
  }

  private async beginRun(): Promise<void> {
    const { db } = this;
    const number = this.runs.length;
    const life = LIVES[number % LIVES.length];
    if (!life) throw new Error('there are no lives');
    const account = `acme-${number}`;
    const runId = `pb:${life.plan.playbook}:${account}:check#1`;
    const startedAt = Math.floor(toBusinessTime(this.clock, Date.now()));
    const arm = life.arm ?? 'treatment';
    await insertAccount(db, account, life.refuses ? { championEmail: `${REFUSED}@${account}.example` } : {});
    await db.client.member.createMany({
      data: [{ id: 'csm-ben', name: 'Ben', email: 'ben@vendor.example', managerId: 'mgr-maria' }],
      skipDuplicates: true,
    });
    await db.client.account.update({ where: { id: account }, data: { attributes: { seats: life.seats } } });
    const { playbook, version } = life.plan;
    const input: RunInput = {
      ...{ runId, playbook, version, account, arm, startedAt },
      ...{ calendar: UTC_CALENDAR, engineVersion: ENGINE_VERSION },
    };
    const expected = this.simulate(life, input, await this.data(account), undefined);
    await insertRun(db, { id: runId, playbook, account, startedAt, arm, queued: true });
    const run = { life, input, account, expected };
    this.runs.push(run);
    const person = this.playPeople(run);
    // Looked at in the end; until then a failure is nobody's unhandled rejection.
    person.catch((error: unknown) => this.failures.push(String(error)));
    this.people.push(person);
  }

  /** The account as far as conditions read it: nothing else changes it. */
  private async data(account: string): Promise<AccountData> {
    const asOf = ORIGIN + 1_000 * DAY;
    const [data] = await loadAccountData(this.db, { catalogue: CATALOGUE, asOf, accountIds: [account], since: ORIGIN });
    if (!data) throw new Error(`there is no account ${account}`);
    return data;
  }

  private simulate(life: Life, run: RunInput, data: AccountData, settle: Scenario['settle']): SimulatedRun {
    return simulateRun(life.plan, {
      run,
      context: (asOf, { startedAt, outcomes }) => accountContext(data, { asOf, startedAt, outcomes }),
      timeline: life.moments(run.startedAt),
      ...(settle ? { settle } : {}),
    });
  }

  /** Everything that people do about a run, each at its business time and not before the run has come to that point. */
  private async playPeople(run: CampaignRun): Promise<void> {
    for (const event of run.expected.pushed) {
      await sleep(Math.max(0, toMachineTime(this.clock, event.at) - Date.now()), undefined, { signal: this.give.signal });
      await this.insist(() => this.hasComeTo(run, event));
      await this.insist(() => this.carryOut(run, event));
    }
  }

  private async hasComeTo({ input, expected }: CampaignRun, event: PushedRunEvent): Promise<boolean> {
    const types = ['step_started', 'step_settled', 'task_opened', 'run_paused', 'run_resumed'];
    const before = expected.trace.filter(({ type, at }) => types.includes(type) && at < event.at).length;
    return (await this.db.client.traceEntry.count({ where: { runId: input.runId, type: { in: types } } })) >= before;
  }

  private async carryOut({ input: { runId } }: CampaignRun, event: PushedRunEvent): Promise<boolean> {
    const { db } = this;
    if (event.type === 'task_closed') {
      const task = await db.client.task.findFirst({ where: { runId, stepKey: event.key, kind: 'step' } });
      const closing = { taskId: task?.id ?? '', outcome: event.outcome, by: event.by, at: event.at };
      return (await closeTask(db, closing)).status === 'ok';
    }
    if (event.type === 'account_event') {
      await db.client.outbox.create({ data: { kind: 'push_event', payload: { runId, event: event as never } } });
      return true;
    }
    return this.order(runId, event as RunOrder);
  }

  /** As often as it takes: an update that was accepted is found again by its id. */
  private async order(runId: string, order: RunOrder): Promise<boolean> {
    const { workflow } = new Client({ connection: this.connection });
    try {
      const update = { args: [order] as [RunOrder], updateId: order.id };
      const answer = await this.connection.withDeadline(Date.now() + 20_000, () =>
        workflow.getHandle(runId).executeUpdate(runOrderUpdate(order.type), update),
      );
      if (answer.taken) return true;
      throw new OrderNotTaken(`order ${order.id} of run ${runId} was not taken: ${answer.reason}`);
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError || error instanceof OrderNotTaken) throw error;
      return false;
    }
  }

  /** As long as it takes: what comes too late shows in the flight record, and what never comes in the end of the runs. */
  private async insist(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await sleep(250, undefined, { signal: this.give.signal });
  }

  /** Kills that come faster than anybody recovers prove nothing but that: runs far behind their time are let catch up. */
  private async letCatchUp(): Promise<void> {
    const until = Date.now() + CATCH_UP_MS;
    while ((await this.daysBehind()) > QUIET_DAYS / 3 && Date.now() < until) await sleep(500);
  }

  /** How far the run that is the furthest behind is behind: from the line it ought to have said first. */
  private async daysBehind(): Promise<number> {
    const said = await this.db.client.traceEntry.groupBy({ by: ['runId'], _count: true });
    const lines = new Map(said.map(({ runId, _count }) => [runId, _count]));
    const now = toBusinessTime(this.clock, Date.now());
    const behind = this.runs.map(({ input, expected }) => {
      const next = expected.trace[lines.get(input.runId) ?? 0];
      return next ? (now - next.at) / DAY : 0;
    });
    return Math.max(0, ...behind);
  }
}
