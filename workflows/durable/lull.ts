import { allHandlersFinished, condition } from '@temporalio/workflow';

/**
 * Lets a run sleep until something waits to be taken. It wakes when everything that one workflow task brings is in, as
 * `condition` does; yet a condition that becomes true costs the worker one more trip into the sandbox, which is more than
 * all that the machine does in it. So the condition is not true even then: looking at it is what wakes the run. Only while
 * the handler of an order is under way it is true as usual, since the run may then wait for it to finish.
 */
export class Lull {
  private watched = false;
  private wake: (() => void) | null = null;

  /** @param over looked at after each batch of news */
  constructor(private readonly over: () => boolean) {}

  /** Resolves when there is something to do; at once when there is already. */
  async end(): Promise<void> {
    if (this.over()) return;
    this.watch();
    await new Promise<void>((resolve) => (this.wake = resolve));
    this.wake = null;
  }

  /** Kept from one sleep to the next, in the scope of whoever sleeps: one that is cancelled would end it. */
  private watch(): void {
    if (this.watched) return;
    this.watched = true;
    void condition(() => {
      if (!this.wake || !this.over()) return false;
      this.wake();
      this.watched = allHandlersFinished();
      return !this.watched;
    });
  }
}
