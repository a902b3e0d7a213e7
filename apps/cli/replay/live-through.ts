import { setTimeout as sleep } from 'node:timers/promises';
import { bookPulse } from '../../../prisma/read-models/book-pulse.js';
import { toBusinessTime, toMachineTime, type BusinessClock } from '../../../workflows/model/time.js';
import type { Cli } from '../cli.js';
import { Interrupted, missing } from '../failure.js';
import type { StackHandle } from '../local-stack/stack.js';
import type { ReplayPeriod } from './replay.js';

const DAY = 86_400_000;
const DAYS_PER_LINE = 10;
/** How long the worker may still work off what was decided on the last day. */
const DRAIN_MS = 20_000;

export interface LiveOptions {
  readonly clock: BusinessClock;
  readonly period: ReplayPeriod;
  readonly dayMs: number;
}

/** Waits while the book is lived through, with a line every ten days, until what was decided is carried out. */
export async function liveThrough(cli: Cli, stack: StackHandle, options: LiveOptions): Promise<void> {
  const { terminal } = cli;
  const { clock, period, dayMs } = options;
  const days = Math.round((period.to - period.from) / DAY);
  terminal.progress(`Living through ${days} days at ${(dayMs / 1_000).toFixed(dayMs < 1_000 ? 2 : 1)} s each`);
  let failed: string | null = null;
  void stack.failed.then((event) => (failed = `The ${event.part} could not be kept alive: it ${event.how}\n${event.lastLines}`));
  const check = () => {
    if (failed !== null) throw missing('part-failed', failed, `Logs: ${stack.home.logs}`);
    if (cli.interrupted.aborted) throw new Interrupted();
  };
  for (let day = DAYS_PER_LINE; ; day += DAYS_PER_LINE) {
    const until = Math.min(period.from + day * DAY, period.to);
    while (toBusinessTime(clock, Date.now()) < until) {
      check();
      await sleep(Math.min(200, Math.max(5, toMachineTime(clock, until) - Date.now())));
    }
    check();
    const pulse = await bookPulse(stack.db);
    terminal.progress(
      `${new Date(until - 1).toISOString().slice(0, 10)}  day ${String(Math.round((until - period.from) / DAY)).padStart(3)} of ${days}:` +
        ` ${pulse.enrolled} enrolled, ${pulse.skipped} skipped, ${pulse.sent} messages, ${pulse.tasksClosed} tasks closed, ${pulse.tasksOpen} open, ${pulse.runsLive} runs live`,
    );
    if (until === period.to) break;
  }
  await drain(stack, check);
}

/** Until nothing decided is left to hand over, and nothing new has come for a moment; bounded. */
async function drain(stack: StackHandle, check: () => void): Promise<void> {
  const end = Date.now() + DRAIN_MS;
  let last = '';
  let quietSince = Date.now();
  while (Date.now() < end) {
    check();
    const pulse = await bookPulse(stack.db);
    const now = JSON.stringify(pulse);
    if (now !== last || pulse.outboxOpen > 0) quietSince = Date.now();
    last = now;
    if (Date.now() - quietSince > 1_000) break;
    await sleep(150);
  }
  await stack.stopWorker();
}
