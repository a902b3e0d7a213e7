import type { ActiveStep } from '../model/run.js';

/** What a channel knows a step by: another one at every further try, so that each try is on its own record. */
export function performKey({ key, attempt = 1 }: ActiveStep): string {
  return attempt === 1 ? key : `${key}.${attempt}`;
}
