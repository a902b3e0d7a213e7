import { errorText } from '../logging/line-logger.js';
import type { LineLogger } from '../logging/line-logger.js';

const LONGEST_PAUSE_MS = 10_000;
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Does something again and again, never twice at once. A failure (the database is away) makes the pauses longer, up to
 * 10 s, and is said once a minute; the next success brings the pace back.
 */
export class Ticker {
  private timer: NodeJS.Timeout | null = null;
  private working: Promise<void> = Promise.resolve();
  private stopped = true;
  private failures = 0;
  private complainedAt = 0;

  constructor(
    private readonly name: string,
    private readonly intervalMs: number,
    private readonly work: () => Promise<unknown>,
    private readonly log: LineLogger,
  ) {}

  start(): void {
    this.stopped = false;
    this.schedule(0);
  }

  /** Ends after the work in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.working;
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.working = this.tick();
    }, delayMs);
  }

  private async tick(): Promise<void> {
    try {
      await this.work();
      if (this.failures > 0) this.log.log(`${this.name} goes on`, this.name);
      this.failures = 0;
      this.schedule(this.intervalMs);
    } catch (error) {
      this.failures += 1;
      if (Date.now() - this.complainedAt >= COMPLAIN_EVERY_MS) {
        this.complainedAt = Date.now();
        this.log.warn(`${this.name} waits: ${errorText(error)}`, { failures: this.failures }, this.name);
      }
      this.schedule(Math.min(LONGEST_PAUSE_MS, this.intervalMs * 2 ** Math.min(this.failures, 10)));
    }
  }
}
