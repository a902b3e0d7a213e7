import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { SchedulerRegistry } from '@nestjs/schedule';
import { toBusinessTime } from '../../../workflows/model/time.js';
import type { SweepDependencies } from './sweep-dependencies.js';
import { sweep } from './sweep.js';
import type { SweepOutcome } from './sweep.js';

const INTERVAL = 'sweeps';
/** Machine milliseconds that a look after a failed one waits, so that a database that is down is not hammered. */
const AFTER_FAILURE_MS = 2_000;

/** Looks at due windows at a steady pace and never overlaps itself. */
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private running: Promise<SweepOutcome | null> | null = null;
  private stopping = false;
  private notBefore = 0;

  constructor(
    private readonly deps: SweepDependencies,
    private readonly registry: SchedulerRegistry,
    private readonly everyMs: number,
  ) {}

  onApplicationBootstrap(): void {
    this.registry.addInterval(
      INTERVAL,
      setInterval(() => void this.tick(), this.everyMs),
    );
    void this.tick();
  }

  /** One look; while one is under way the next ones are left out. Never rejects: a failure is logged and tried again. */
  async tick(): Promise<SweepOutcome | null> {
    if (this.stopping || this.running !== null || this.deps.machineNow() < this.notBefore) return null;
    this.running = this.look();
    try {
      return await this.running;
    } finally {
      this.running = null;
    }
  }

  private async look(): Promise<SweepOutcome | null> {
    const now = toBusinessTime(this.deps.clock, this.deps.machineNow());
    try {
      return await sweep(this.deps, now, () => this.stopping);
    } catch (error) {
      this.notBefore = this.deps.machineNow() + AFTER_FAILURE_MS;
      this.deps.log.warn('sweep failed, it will be tried again', {
        error: error instanceof Error ? error.message : String(error),
      });
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
