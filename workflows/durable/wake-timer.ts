import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * The one server timer of a run: it wakes the run when the earliest of its own timers is due. The others live in the
 * run's state only, so that setting and cancelling them costs no history.
 */
export class WakeTimer {
  private armed: { readonly due: number; readonly scope: CancellationScope } | null = null;
  private rang = false;

  /** @param due machine time, or null for no timer; a timer already set for that time is kept. */
  arm(due: number | null, summary: string): void {
    if (this.armed?.due === due) return;
    this.armed?.scope.cancel();
    this.armed = null;
    if (due === null) return;
    const scope = new CancellationScope();
    const mine = { due, scope };
    this.armed = mine;
    void scope
      .run(() => sleep(Math.max(1, due - Date.now()), { summary }))
      .then(
        () => {
          if (this.armed !== mine) return;
          this.armed = null;
          this.rang = true;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }

  get ringing(): boolean {
    return this.rang;
  }

  hush(): void {
    this.rang = false;
  }
}
