import type { RunOrder } from '../model/run.js';
import { isPushed } from './is-pushed.js';

type Members = Readonly<Record<string, unknown>>;

const text = (value: unknown): boolean => typeof value === 'string' && value.length > 0 && value.length <= 2_000;
const members = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const isPlan = (value: unknown): boolean =>
  members(value) &&
  Number.isInteger(value['version']) &&
  members(value['steps']) &&
  ['order', 'exits'].every((list) => Array.isArray(value[list]));

const CHECKS: Readonly<Record<RunOrder['type'], (order: Members) => boolean>> = {
  pause: ({ resumeAt }) => resumeAt === null || Number.isFinite(resumeAt),
  resume: () => true,
  cancel: () => true,
  skip_step: ({ step }) => text(step),
  retry_step: ({ step }) => text(step),
  hand_over: ({ to }) => text(to) && (to as string).length <= 200,
  migrate: ({ plan }) => isPlan(plan),
};

/** Whether something that came from outside is an order of this kind; whether it can be carried out is for `refusalOf`. */
export function isOrder(type: RunOrder['type'], value: unknown): value is RunOrder {
  if (!isPushed(value)) return false;
  const order: Members = { ...value };
  return value.type === type && text(order['by']) && typeof order['reason'] === 'string' && CHECKS[type](order);
}

export function isRunOrder(type: string): type is RunOrder['type'] {
  return Object.hasOwn(CHECKS, type);
}
