import type { PushedRunEvent } from '../model/run.js';

type Shape = Readonly<Record<string, 'string' | 'array' | 'object' | 'instant?'>>;

const ORDER: Shape = { by: 'string', reason: 'string' };

const SHAPES: Readonly<Record<PushedRunEvent['type'], Shape>> = {
  task_closed: { key: 'string', outcome: 'string', by: 'string' },
  exit_met: { exit: 'string', facts: 'array' },
  answered: { key: 'string', answer: 'string', by: 'string' },
  account_event: { event: 'string' },
  condition_met: { key: 'string', facts: 'array' },
  unknown: { what: 'string' },
  pause: { ...ORDER, resumeAt: 'instant?' },
  resume: ORDER,
  cancel: ORDER,
  skip_step: { ...ORDER, step: 'string' },
  retry_step: { ...ORDER, step: 'string' },
  hand_over: { ...ORDER, to: 'string' },
  migrate: { ...ORDER, plan: 'object' },
};

function fits(value: unknown, kind: Shape[string]): boolean {
  if (kind === 'array') return Array.isArray(value);
  if (kind === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (kind === 'instant?') return value === null || Number.isFinite(value);
  return typeof value === kind;
}

/** An event from outside, checked: a run must not be stopped by what somebody sends it. Null = it is none that is known. */
export function readEvent(value: unknown): PushedRunEvent | null {
  if (typeof value !== 'object' || value === null) return null;
  const event = value as Readonly<Record<string, unknown>>;
  const { type, id, at } = event;
  if (typeof type !== 'string' || typeof id !== 'string' || !Number.isFinite(at)) return null;
  const shape = Object.hasOwn(SHAPES, type) ? SHAPES[type as PushedRunEvent['type']] : undefined;
  if (!shape || !Object.entries(shape).every(([member, kind]) => fits(event[member], kind))) return null;
  return value as PushedRunEvent;
}
