import type { BusinessClock, Instant } from '../../workflows/model/time.js';
import { toBusinessTime } from '../../workflows/model/time.js';

/** Business time of this install: the one place of the API that reads the machine clock. */
export class BusinessTime {
  constructor(
    private readonly clock: BusinessClock,
    private readonly machine: () => number = Date.now,
  ) {}

  now(): Instant {
    return toBusinessTime(this.clock, this.machine());
  }
}
