import type { Plan } from '../model/plan.js';
import type { EngineVersion, RunState } from '../model/run.js';
import { ENGINE_VERSIONS } from './engine-version.js';
import { stepOf } from './step-of.js';

const STATUSES = ['new', 'running', 'verifying', 'finished'];

type Entry = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function everyEntry(value: unknown, holds: (entry: unknown) => boolean): boolean {
  return isRecord(value) && Object.values(value).every(holds);
}

function listOf(value: unknown, holds: (entry: unknown) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every(holds));
}

const numeric = (value: unknown): boolean => Number.isFinite(value);
const isActive = (entry: unknown): boolean =>
  isRecord(entry) && typeof entry['key'] === 'string' && entry['key'].includes('#') && numeric(entry['startedAt']);

const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  engineVersion: (value) => ENGINE_VERSIONS.includes(value as EngineVersion),
  status: (value) => STATUSES.includes(value as string),
  arm: (value) => value === 'treatment' || value === 'holdout',
  calendar: (value) => isRecord(value) && Array.isArray(value['offsets']) && Array.isArray(value['weekend']),
  startedAt: numeric,
  now: numeric,
  seq: (value) => Number.isInteger(value),
  traceSeq: (value) => Number.isInteger(value),
  active: (value) => everyEntry(value, isActive),
  outcomes: (value) => everyEntry(value, (entry) => isRecord(entry) && typeof entry['status'] === 'string'),
  timers: (value) => everyEntry(value, numeric),
  seen: (value) => Array.isArray(value),
  exit: (value) => value === null || isRecord(value),
  result: (value) => value === null || typeof value === 'string',
  paused: (value) => value === undefined || (isRecord(value) && numeric(value['since'])),
  parked: (value) => listOf(value, (entry) => isRecord(entry) && 'goto' in entry && 'lane' in entry),
  held: (value) => listOf(value, (entry) => isRecord(entry) && typeof entry['exit'] === 'string'),
};

/**
 * A state that comes from outside (the input of a continued run), checked against its plan: a run must not act on a
 * corrupt one, nor crash on it.
 */
export function readState(value: unknown, plan: Plan): RunState | { readonly problem: string } {
  if (!isRecord(value)) return { problem: 'the state is not an object' };
  for (const [member, holds] of Object.entries(CHECKS)) {
    if (!holds(value[member])) return { problem: `the state's ${member} is corrupt` };
  }
  const state = value as unknown as RunState;
  const stray = Object.keys(state.active).find((id) => !stepOf(plan, id));
  if (stray !== undefined) return { problem: `step ${stray} is under way but not in the plan` };
  return state;
}
