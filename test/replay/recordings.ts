import { ApplicationFailure } from '@temporalio/common';
import type { PerformInput, PerformResult } from '../../workflows/durable/activities.js';
import type { PlaybookRunInput } from '../../workflows/durable/playbook-run-input.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { PerformVerb, PushedRunEvent, RunArm, RunOrder } from '../../workflows/model/run.js';
import { initialState, transition } from '../../workflows/run/transition.js';
import { works, type DurableScript } from '../support/durable-runner.js';
import { being, comparing } from '../support/plan-builder.js';
import {
  ask,
  asking,
  branch,
  chat,
  check,
  DAY,
  email,
  exitAfter,
  exitOn,
  exitWhen,
  inApp,
  modified,
  outcomeIs,
  parallel,
  plan,
  runInput,
  setAttribute,
  span,
  START,
  task,
  verifyAfter,
  wait,
  waitForCondition,
  waitForEvent,
  waitUntil,
  webhook,
} from '../support/run-builder.js';

/** Something done to a run at a business time: an event or order of it, or something from Temporal's own side. */
export type Told = PushedRunEvent | { readonly type: 'unknown_signal' | 'cancelled_in_temporal'; readonly at: number };

export interface Recording {
  readonly name: string;
  readonly plan: Plan;
  /** What the input of a continued run has besides. */
  readonly rest?: Partial<PlaybookRunInput>;
  readonly arm?: RunArm;
  readonly told?: readonly Told[];
  readonly settle?: DurableScript['settle'];
}

const on = (day: number): number => START + day * DAY;
const closed = (day: number, key: string, outcome: string): PushedRunEvent => ({
  ...{ type: 'task_closed', at: on(day), id: `close:${key}`, key, outcome, by: 'csm-1' },
});
const answered = (day: number, key: string, answer: string): PushedRunEvent => ({
  ...{ type: 'answered', at: on(day), id: `answer:${key}`, key, answer, by: 'contact-1' },
});
const happened = (day: number, event: string): PushedRunEvent => ({
  ...{ type: 'account_event', at: on(day), id: `event:${event}:${day}`, event },
});
const left = (day: number, exit: string): PushedRunEvent => ({
  ...{ type: 'exit_met', at: on(day), id: `exit:${exit}`, exit, facts: [] },
});
type OrderRest<O> = O extends unknown ? Omit<O, 'at' | 'id' | 'by' | 'reason'> : never;
const ordered = (day: number, order: OrderRest<RunOrder>): RunOrder => ({
  ...{ at: on(day), id: `${order.type}:${day}`, by: 'member-1', reason: `because of day ${day}` },
  ...order,
});

const failing = (reason: string): PerformResult['settlement'] => ({ status: 'failed', outcome: null, reason });

/** Refuses what step `refused` would do, for good. */
function refuse(input: PerformInput): PerformResult {
  const failure = ApplicationFailure.nonRetryable('no_recipient', 'no_recipient');
  // A recorded stack would name the machine it was recorded on.
  delete failure.stack;
  if (input.step === 'refused') throw failure;
  return { settlement: { status: 'done', outcome: 'sent' }, settledAt: input.at };
}

/** Fails what step `shaky` would do until it is tried under the given key. */
const failsUntil =
  (key: string) =>
  (input: PerformInput, _attempt: number, verb: PerformVerb): PerformResult => ({
    settlement: input.step === 'shaky' && input.key !== key ? failing('timeout') : works(verb),
    settledAt: input.at,
  });
const never = failsUntil('never');

const logins = comparing('logins', '>=', 100);
const smb = being('account.segment', 'smb');

const lanes = plan([parallel('both', { a: [email('under_way')], b: [task('call')], c: [wait('pause', '3d')] }), email('after')]);
const lanesBegun = transition(lanes, initialState(runInput({ engineVersion: 2 })), {
  type: 'started',
  at: START,
  arm: 'treatment',
}).state;

const shortened = plan([wait('pause', '3d'), email('new'), email('after')], { version: 2, contentHash: 'other' });

/** The runs whose histories are kept: every step kind, modifier, order and way out, each as small as it can be. */
export const RECORDINGS: readonly Recording[] = [
  { name: 'email', plan: plan([email('hello')]) },
  { name: 'email-refused', plan: plan([email('refused'), email('hello')]), settle: refuse },
  { name: 'in-app', plan: plan([inApp('tip')]) },
  { name: 'webhook', plan: plan([webhook('tell')]) },
  { name: 'chat', plan: plan([chat('tell')]) },
  { name: 'set', plan: plan([setAttribute('mark')]) },
  { name: 'task-closed', plan: plan([task('call'), email('after')]), told: [closed(1, 'call#1', 'reached')] },
  { name: 'task-escalated-and-expired', plan: plan([task('call', { escalate: '1d', expires: '3d' })]) },
  { name: 'ask-answered', plan: plan([ask('agree')]), told: [answered(2, 'agree#1', 'agree')] },
  { name: 'ask-expired', plan: plan([ask('agree', '2d'), email('after')]) },
  { name: 'wait', plan: plan([wait('pause', '3d'), wait('more', '1d')]) },
  {
    name: 'wait-until',
    plan: plan([
      waitUntil('friday', { kind: 'weekday', weekday: 5, at: { hour: 9, minute: 0 } }, '2w'),
      waitUntil('ending', { kind: 'date', offset: span('1d'), direction: 'before', anchor: 'contract.end' }, '2d'),
    ]),
  },
  {
    name: 'wait-for-event',
    plan: plan([waitForEvent('login', 'login', '9d')]),
    told: [happened(1, 'other'), happened(2, 'login')],
  },
  { name: 'wait-for-condition-ran-out', plan: plan([waitForCondition('seats', logins, '3d')]) },
  {
    name: 'wait-for-condition-met',
    plan: plan([waitForCondition('seats', logins, '9d')]),
    told: [{ type: 'condition_met', at: on(2), id: 'condition:seats#1', key: 'seats#1', facts: [] }],
  },
  { name: 'check-repeated', plan: plan([check('usage', logins, { every: '1d', upTo: '3d' })]) },
  {
    name: 'branch-on-outcome',
    plan: plan([
      task('call'),
      branch('fork', [{ when: outcomeIs('call', 'reached'), steps: [email('plan')] }], [inApp('recap')]),
    ]),
    told: [closed(1, 'call#1', 'reached')],
  },
  {
    name: 'branch-on-live-data',
    plan: plan([branch('fork', [{ when: smb, steps: [email('small')] }], [inApp('big')])]),
  },
  {
    name: 'parallel',
    plan: plan([
      parallel('both', { users: [inApp('tip'), wait('a', '2d'), chat('told')], owner: [task('call')] }),
      email('after'),
    ]),
    told: [closed(3, 'call#3', 'reached')],
  },
  { name: 'when-unknown', plan: plan([modified(email('maybe'), { when: smb }), email('after')]) },
  {
    name: 'retry-helps',
    plan: plan([modified(email('shaky'), { retry: { times: 2, every: '1d' } })]),
    settle: failsUntil('shaky#1.2'),
  },
  { name: 'it-fails-task', plan: plan([webhook('shaky'), email('after')]), settle: never },
  {
    name: 'it-fails-continue',
    plan: plan([modified(webhook('shaky'), { ifItFails: 'continue' }), email('after')]),
    settle: never,
  },
  {
    name: 'it-fails-stop',
    plan: plan([parallel('both', { a: [task('call')], b: [modified(email('shaky'), { ifItFails: 'stop' })] }), email('after')]),
    settle: never,
  },
  {
    name: 'exit-pushed-into-a-wait',
    plan: plan([wait('pause', '30d'), email('later')], { exits: [exitWhen('recovered', logins), exitAfter('too_long', '60d')] }),
    told: [left(2, 'recovered'), left(2, 'recovered')],
  },
  { name: 'exit-by-time', plan: plan([task('call')], { exits: [exitAfter('too_long', '2d')] }) },
  {
    name: 'exit-by-event',
    plan: plan([ask('agree'), email('later')], { exits: [exitOn('gone', 'champion_left', 'lost')] }),
    told: [happened(2, 'champion_left')],
  },
  { name: 'verified', plan: plan([email('hello')], { verify: verifyAfter('3d', logins) }) },
  {
    name: 'verified-by-people',
    plan: plan([email('hello')], {
      verify: { ...verifyAfter('2d', logins), subjective: [asking('value', '5d'), asking('again', '2d')] },
    }),
    told: [answered(3, 'verify.value#2', 'agree')],
  },
  {
    name: 'holdout',
    plan: plan([email('hello'), task('call', { expires: '2d' }), ask('agree', '1d'), webhook('tell'), wait('pause', '1d')]),
    arm: 'holdout',
  },
  {
    name: 'pause-and-resume',
    plan: plan([wait('pause', '2d'), email('later'), wait('more', '2d')], { whenPaused: 'extend' }),
    told: [ordered(1, { type: 'pause', resumeAt: null }), ordered(4, { type: 'resume' })],
  },
  {
    name: 'pause-that-ends-by-itself',
    plan: plan([task('call'), email('later')], { exits: [exitWhen('recovered', logins)] }),
    told: [ordered(1, { type: 'pause', resumeAt: on(5) }), left(2, 'recovered'), closed(3, 'call#1', 'reached')],
  },
  {
    name: 'cancel',
    plan: plan([parallel('both', { a: [task('call')], b: [ask('agree')], c: [wait('pause', '30d')] }), email('later')]),
    told: [ordered(2, { type: 'cancel' })],
  },
  { name: 'cancelled-in-temporal', plan: plan([task('call')]), told: [{ type: 'cancelled_in_temporal', at: on(2) }] },
  {
    name: 'skip-step',
    plan: plan([task('call'), email('later'), wait('pause', '2d')]),
    told: [ordered(1, { type: 'skip_step', step: 'later' }), ordered(2, { type: 'skip_step', step: 'call' })],
  },
  {
    name: 'retry-step',
    plan: plan([email('shaky'), wait('pause', '4d')]),
    told: [ordered(2, { type: 'retry_step', step: 'shaky' })],
    settle: failsUntil('shaky#1.2'),
  },
  {
    name: 'hand-over',
    plan: plan([wait('pause', '2d'), task('call', { expires: '2d' })]),
    told: [ordered(1, { type: 'hand_over', to: 'member-2' })],
  },
  {
    name: 'migrate',
    plan: plan([wait('pause', '30d'), email('old')]),
    told: [ordered(1, { type: 'migrate', plan: shortened })],
  },
  {
    name: 'continued',
    plan: lanes,
    rest: {
      // Long enough for whoever records it anew years from now.
      limits: { perform: 36_500 * DAY },
      state: lanesBegun,
      waiting: [{ type: 'step_settled', at: START, key: 'call#3', settlement: works('task') }, happened(0, 'login')],
      performing: [
        {
          verb: 'email',
          since: Date.parse('2026-11-23T00:00:00Z'),
          input: {
            ...{
              runId: 'pb:test_playbook:acme:continued',
              playbook: 'test_playbook',
              version: 1,
              account: 'acme',
              arm: 'treatment',
            },
            ...{ step: 'under_way', key: 'under_way#2', at: START, engineVersion: 2 },
          },
        },
      ],
    },
    told: [closed(1, 'call#3', 'reached')],
  },
  { name: 'unknown-signal', plan: plan([wait('pause', '3d')]), told: [{ type: 'unknown_signal', at: on(1) }] },
];
