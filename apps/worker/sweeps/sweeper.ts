import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { SchedulerRegistry } from '@nestjs/schedule';
import { toBusinessTime } from '../../../workflows/model/time.js';
import type { BusinessClock, Instant } from '../../../workflows/model/time.js';
import type { SweepLog } from './sweep-dependencies.js';
import type { SweepOutcome } from './sweep.js';

const INTERVAL = 'sweeps';
/** Machine milliseconds that a look after a failed one waits, so that a database that is down is not hammered. */
const AFTER_FAILURE_MS = 2_000;

export interface SweeperOptions {
  /** Carries out what is due by a business instant; stops between two windows when told so. */
  readonly look: (upTo: Instant, isStopping: () => boolean) => Promise<SweepOutcome>;
  readonly clock: BusinessClock;
  readonly machineNow: () => number;
  /** Machine milliseconds between two looks. */
  readonly everyMs: number;
  readonly log: SweepLog;
}

/** Looks at due windows at a steady pace and never overlaps itself. */
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private running: Promise<SweepOutcome | null> | null = null;
  private stopping = false;
  private notBefore = 0;

  constructor(
    private readonly options: SweeperOptions,
    private readonly registry: SchedulerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const timer = setInterval(() => void this.tick(), this.options.everyMs);
    this.registry.addInterval(INTERVAL, timer);
    void this.tick();
  }

  /** One look; while one is under way the next ones are left out. Never rejects: a failure is logged and tried again. */
  async tick(): Promise<SweepOutcome | null> {
    if (this.stopping || this.running !== null || this.options.machineNow() < this.notBefore) return null;
    this.running = this.look();
    try {
      return await this.running;
    } finally {
      this.running = null;
    }
  }

  private async look(): Promise<SweepOutcome | null> {
    const { look, clock, machineNow, log } = this.options;
    try {
      return await look(toBusinessTime(clock, machineNow()), () => this.stopping);
    } catch (error) {
      this.notBefore = machineNow() + AFTER_FAILURE_MS;
      log.warn('sweep failed, it will be tried again', { error: error instanceof Error ? error.message : String(error) });
      return null;
    }
  }

  /** Waits for the window under way; what is left is done after the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    if (this.registry.doesExist('interval', INTERVAL)) this.registry.deleteInterval(INTERVAL);
    await this.running;
  }
}
