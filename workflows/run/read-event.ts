import type { PushedRunEvent } from '../model/run.js';

type Members = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Check = (value) => typeof value === 'string';
const name: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= 200;
const reason: Check = (value) => typeof value === 'string' && value.length <= 2_000;
const list: Check = (value) => Array.isArray(value);
const instantOrNone: Check = (value) => value === null || Number.isFinite(value);
const plan: Check = (value) =>
  isMembers(value) &&
  Number.isInteger(value['version']) &&
  isMembers(value['steps']) &&
  list(value['order']) &&
  list(value['exits']);

const ORDER: Shape = { by: name, reason };

/** What an event of each kind must hold; what it says is for `transition`. */
const SHAPES: Readonly<Record<PushedRunEvent['type'], Shape>> = {
  task_closed: { key: text, outcome: text, by: text },
  exit_met: { exit: text, facts: list },
  answered: { key: text, answer: text, by: text },
  account_event: { event: text },
  condition_met: { key: text, facts: list },
  unknown: { what: text },
  pause: { ...ORDER, resumeAt: instantOrNone },
  resume: ORDER,
  cancel: ORDER,
  skip_step: { ...ORDER, step: name },
  retry_step: { ...ORDER, step: name },
  hand_over: { ...ORDER, to: name },
  migrate: { ...ORDER, plan },
};

/** An event from outside, checked: a run must not be stopped by what somebody sends it. Null = it is none that is known. */
export function readEvent(value: unknown): PushedRunEvent | null {
  if (!isMembers(value)) return null;
  const { type, id, at } = value;
  if (typeof type !== 'string' || typeof id !== 'string' || !Number.isFinite(at)) return null;
  const shape = Object.hasOwn(SHAPES, type) ? SHAPES[type as PushedRunEvent['type']] : undefined;
  if (!shape || !Object.entries(shape).every(([member, holds]) => holds(value[member]))) return null;
  return value as unknown as PushedRunEvent;
}
