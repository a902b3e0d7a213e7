import type { Draft } from './draft.js';
import { cancelAllTimers } from './exits.js';
import { own } from './own.js';
import type { Progress } from './step-handler.js';
import { stepHandlerOf } from './step-handler-of.js';
import { beginVerification } from './verification.js';

/**
 * Goes on until the run has to wait for something: several steps may pass within one instant.
 * A plan has no way back, so more moves than steps means a broken plan or engine, which is thrown.
 */
export function advance(draft: Draft, progress: Progress): void {
  let current = progress;
  for (let moves = 0; current !== 'waiting'; moves += 1) {
    if (current.goto === null) {
      cancelAllTimers(draft);
      beginVerification(draft);
      return;
    }
    const step = own(draft.plan.steps, current.goto);
    if (!step || moves > draft.plan.order.length) {
      const what = step ? 'goes in circles' : 'does not exist';
      throw new Error(`run engine: step ${current.goto} of ${draft.plan.playbook} v${draft.plan.version} ${what}`);
    }
    current = stepHandlerOf(step).start(draft, step);
  }
}
