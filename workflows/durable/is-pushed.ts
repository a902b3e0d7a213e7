import type { PushedRunEvent } from '../model/run.js';

/** What only the host itself may tell a run. */
const OWN: readonly string[] = ['started', 'timer_fired', 'step_settled', 'evaluated'];

/** Whether something that came from outside can be put in order with other events; what it says is for `transition`. */
export function isPushed(value: unknown): value is PushedRunEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { type, at, id } = value as Partial<Record<'type' | 'at' | 'id', unknown>>;
  return typeof type === 'string' && !OWN.includes(type) && Number.isFinite(at) && typeof id === 'string';
}
