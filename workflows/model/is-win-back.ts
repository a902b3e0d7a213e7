import type { StartDoor } from './plan.js';

/** True for what begins when an account churns: the only playbooks that churned accounts may enter. */
export function isWinBack(start: StartDoor): boolean {
  return start.kind === 'event' && start.event === 'account_churned';
}
