import { setTimeout as sleep } from 'node:timers/promises';
import { bookPulse } from '../../../prisma/read-models/book-pulse.js';
import { toBusinessTime, toMachineTime, type BusinessClock } from '../../../workflows/model/time.js';
import type { Cli } from '../cli.js';
import { Interrupted, missing } from '../failure.js';
import type { StackHandle } from '../local-stack/stack.js';
import type { ReplayPeriod } from './replay-period.js';

const DAY = 86_400_000;
const DAYS_PER_LINE = 10;
/** How long nothing at all may move while the worker works off what is left. */
const STALL_MS = 30_000;
/** A machine too slow for the pace gets this long to catch up with the book's last day. */
const DRAIN_MS = 600_000;
/** The last local day of a zone begins at most this long before the period ends (a day of 25 hours). */
const LAST_DAY = 25 * 3_600_000;

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
  await drain(cli, stack, period.to, check);
}

/** Until every window of the period is swept and nothing decided is left to hand over; bounded. */
async function drain(cli: Cli, stack: StackHandle, to: number, check: () => void): Promise<void> {
  const end = Date.now() + DRAIN_MS;
  let last = '';
  let movedAt = Date.now();
  let told = Date.now();
  for (;;) {
    check();
    const pulse = await bookPulse(stack.db);
    const now = JSON.stringify(pulse);
    if (now !== last) movedAt = Date.now();
    last = now;
    const swept = pulse.sweptThrough !== null && pulse.sweptThrough >= to - LAST_DAY;
    if (swept && pulse.outboxOpen === 0 && Date.now() - movedAt > 1_500) break;
    if (Date.now() - movedAt > STALL_MS || Date.now() > end) {
      throw missing(
        'replay-stalled',
        `The book was lived through, but the worker has not caught up: swept to ${pulse.sweptThrough === null ? 'nothing' : new Date(pulse.sweptThrough).toISOString()}, ${pulse.outboxOpen} decisions not handed over`,
        `Give the days more time (--day 2s); log: ${stack.home.logs}/worker.log`,
      );
    }
    if (!swept && Date.now() - told > 5_000) {
      told = Date.now();
      terminalLine(cli, pulse.sweptThrough);
    }
    await sleep(150);
  }
  await stack.stopWorker();
}

function terminalLine(cli: Cli, sweptThrough: number | null): void {
  cli.terminal.progress(
    `The machine is behind the pace: swept to ${sweptThrough === null ? 'nothing yet' : new Date(sweptThrough).toISOString().slice(0, 10)}, catching up`,
  );
}
