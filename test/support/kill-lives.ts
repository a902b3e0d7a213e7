import type { Plan } from '../../workflows/model/plan.js';
import type { RunArm, RunOrder } from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';
import type { ScenarioMoment } from '../../workflows/simulate/scenario.js';
import { comparing } from './plan-builder.js';
import {
  branch,
  chat,
  check,
  DAY,
  email,
  exitAfter,
  exitOn,
  inApp,
  modified,
  outcomeIs,
  parallel,
  plan,
  setAttribute,
  task,
  verifyAfter,
  wait,
  waitForCondition,
  waitForEvent,
  webhook,
} from './run-builder.js';

/** A playbook and what people do while one of its runs goes on. */
export interface Life {
  readonly name: string;
  readonly plan: Plan;
  /** The version that runs are moved to. */
  readonly to?: Plan;
  readonly arm?: RunArm;
  readonly seats: number;
  /** The mail server refuses the account's champion. */
  readonly refuses?: true;
  readonly moments: (start: Instant) => readonly ScenarioMoment[];
}

/**
 * Machine time passes between what somebody does and the moment their run hears of it, for the server or the worker may be
 * dead. It changes nothing as long as no timer that was set before is due in between: all of them are this many business
 * days or more behind it. What runs beside each other in lanes keeps the same distance.
 */
export const QUIET_DAYS = 6;
/** All lives are over by then. */
export const LIFE_DAYS = 8;

const HOUR = 3_600_000;
const seats = comparing('account.seats', '>=', 10);

function playbook(name: string, steps: Parameters<typeof plan>[0], rest: Partial<Plan> = {}): Plan {
  return plan(steps, { playbook: name, contentHash: `${name}-${rest.version ?? 1}`, ...rest });
}

const closes = (at: Instant, step: string, outcome = 'reached'): ScenarioMoment => ({
  at,
  type: 'close',
  step,
  outcome,
  by: 'csm-anna',
});
const happens = (at: Instant, event: string): ScenarioMoment => ({ at, type: 'event', event });

type OrderOf<O> = O extends unknown ? Omit<O, 'at' | 'id' | 'by' | 'reason'> : never;
function orders(at: Instant, order: OrderOf<RunOrder>): ScenarioMoment {
  return { at, type: 'order', order: { at, id: `${order.type}:${at}`, by: 'mgr-maria', reason: 'on request', ...order } };
}

const nobody = (): readonly ScenarioMoment[] => [];
const longTask = (id: string) => task(id, { expires: '40d', escalate: '35d' });

const steady = playbook(
  'steady',
  [
    email('hello'),
    longTask('call'),
    branch('reached', [{ when: outcomeIs('call', 'reached'), steps: [setAttribute('mark')] }], [inApp('note')]),
    wait('rest', '3d'),
    check('enough', seats),
    email('thanks'),
  ],
  { verify: verifyAfter('1d', seats), exits: [exitAfter('over', '90d')] },
);

const lanes = playbook('lanes', [
  parallel('both', {
    messages: [wait('seven', '7d'), email('first'), inApp('tip')],
    person: [longTask('visit'), setAttribute('mark', 'tier', 'silver')],
  }),
  email('done'),
]);

const waits = playbook('waits', [
  waitForEvent('booked', 'call_booked', `${QUIET_DAYS + 1}d`),
  modified(inApp('note'), { when: seats }),
  branch('size', [
    { when: comparing('account.seats', '>=', 50), steps: [email('large')] },
    { when: seats, steps: [email('middle')] },
  ]),
  waitForCondition('grown', seats, '12h'),
  email('last'),
]);

const retries = playbook('retries', [
  wait('rest', '1d'),
  modified(webhook('hook'), { retry: { times: 1, every: '2d' }, ifItFails: 'continue' }),
  chat('said'),
  modified(email('mail'), { retry: { times: 2, every: '1d' }, ifItFails: 'stop' }),
  email('after'),
]);

const paused = (whenPaused: 'keep' | 'extend') =>
  playbook(`paused_${whenPaused}`, [longTask('call'), email('after'), wait('rest', `${QUIET_DAYS + 1}d`), email('end')], {
    whenPaused,
    exits: [exitOn('renewed', 'contract_renewed')],
  });

const leaving = playbook(
  'leaving',
  [parallel('both', { person: [longTask('call')], later: [wait('month', '30d'), email('late')] })],
  { exits: [exitOn('renewed', 'contract_renewed')], verify: verifyAfter('3d', seats) },
);

const ordered = playbook('ordered', [email('hello'), longTask('call'), wait('long', '20d'), email('end'), wait('rest', '2d')]);
const edited = playbook('edited', [email('hello'), wait('long', '30d'), email('end')]);
const edited2 = playbook('edited', [email('hello'), wait('long', '7d'), email('end')], { version: 2 });

/** Every verb, order, exit and policy that the worker carries out, each in some life. */
export const LIVES: readonly Life[] = [
  { name: 'a call that reaches', plan: steady, seats: 12, moments: (start) => [closes(start + 4 * HOUR, 'call')] },
  { name: 'a call that does not', plan: steady, seats: 3, moments: (start) => [closes(start + 4 * HOUR, 'call', 'no_answer')] },
  { name: 'lanes', plan: lanes, seats: 12, moments: (start) => [closes(start + 4 * HOUR, 'visit')] },
  { name: 'an event that comes', plan: waits, seats: 60, moments: (start) => [happens(start + 6 * HOUR, 'call_booked')] },
  { name: 'an event that does not come', plan: waits, seats: 3, moments: nobody },
  { name: 'what fails', plan: retries, seats: 12, refuses: true, moments: nobody },
  { name: 'what goes out at the first try', plan: retries, seats: 12, moments: nobody },
  {
    name: 'a pause with a task closed in it',
    plan: paused('keep'),
    seats: 12,
    moments: (start) => [
      orders(start + DAY, { type: 'pause', resumeAt: null }),
      closes(start + 2 * DAY, 'call'),
      orders(start + 4 * DAY, { type: 'resume' }),
    ],
  },
  {
    name: 'a pause that extends',
    plan: paused('extend'),
    seats: 12,
    moments: (start) => [
      closes(start + 4 * HOUR, 'call'),
      orders(start + DAY / 2, { type: 'pause', resumeAt: null }),
      orders(start + DAY, { type: 'resume' }),
    ],
  },
  {
    name: 'an exit met during a pause',
    plan: paused('keep'),
    seats: 12,
    moments: (start) => [
      orders(start + DAY, { type: 'pause', resumeAt: null }),
      happens(start + 2 * DAY, 'contract_renewed'),
      orders(start + 3 * DAY, { type: 'resume' }),
    ],
  },
  { name: 'an exit', plan: leaving, seats: 12, moments: (start) => [happens(start + DAY, 'contract_renewed')] },
  { name: 'cancelled', plan: ordered, seats: 12, moments: (start) => [orders(start + DAY, { type: 'cancel' })] },
  {
    name: 'handed over, and a wait skipped',
    plan: ordered,
    seats: 12,
    moments: (start) => [
      orders(start + DAY / 2, { type: 'hand_over', to: 'csm-ben' }),
      closes(start + DAY, 'call'),
      orders(start + 2 * DAY, { type: 'skip_step', step: 'long' }),
    ],
  },
  {
    name: 'moved to another version',
    plan: edited,
    to: edited2,
    seats: 12,
    moments: (start) => [orders(start + DAY, { type: 'migrate', plan: edited2 })],
  },
  { name: 'held out', plan: steady, arm: 'holdout', seats: 12, moments: nobody },
];
