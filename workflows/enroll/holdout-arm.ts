import { sha256 } from '../model/sha256.js';
import type { RunArm } from '../model/run.js';

/** Part of every bucket: changing it would move accounts between the arms of experiments that are under way. */
export const HOLDOUT_SALT = 'sopwith-holdout-1';

/**
 * An account's permanent place in a playbook's experiment, 0 to 9999. It depends on the playbook's id and not on its
 * version, so an edit never moves an account; a larger share only adds accounts to the control group.
 */
export function holdoutBucket(salt: string, playbook: string, account: string): number {
  return Number.parseInt(sha256(`${salt}|${playbook}|${account}`).slice(0, 8), 16) % 10_000;
}

/**
 * The arm of an account.
 * @param share part of the accounts that is left untouched, 0 to 1
 */
export function holdoutArm(playbook: string, account: string, share: number, salt: string = HOLDOUT_SALT): RunArm {
  if (share <= 0) return 'treatment';
  return holdoutBucket(salt, playbook, account) < Math.round(share * 10_000) ? 'holdout' : 'treatment';
}
