import { ApplicationFailure } from '@temporalio/common';
import type { PerformInput, PerformResult } from '../../workflows/durable/activities.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { PushedRunEvent, RunArm } from '../../workflows/model/run.js';
import type { DurableScript } from '../support/durable-runner.js';
import { being, comparing } from '../support/plan-builder.js';
import {
  branch,
  check,
  DAY,
  email,
  exitAfter,
  exitWhen,
  inApp,
  outcomeIs,
  plan,
  START,
  task,
  verifyAfter,
  wait,
} from '../support/run-builder.js';

export interface Recording {
  readonly name: string;
  readonly plan: Plan;
  readonly arm?: RunArm;
  readonly pushed?: readonly PushedRunEvent[];
  readonly settle?: DurableScript['settle'];
}

const closed = (day: number, key: string, outcome: string): PushedRunEvent => ({
  type: 'task_closed',
  at: START + day * DAY,
  id: `close:${key}`,
  key,
  outcome,
  by: 'csm-1',
});
const left = (day: number, exit: string): PushedRunEvent => ({
  type: 'exit_met',
  at: START + day * DAY,
  id: `exit:${exit}`,
  exit,
  facts: [],
});

function refuse(input: PerformInput): PerformResult {
  const failure = ApplicationFailure.nonRetryable('no_recipient', 'no_recipient');
  // A recorded stack would name the machine it was recorded on.
  delete failure.stack;
  if (input.step === 'refused') throw failure;
  return { settlement: { status: 'done', outcome: 'sent' }, settledAt: input.at };
}

const logins = comparing('logins', '>=', 100);

/** The runs whose histories are kept: every step kind and every way out, each as small as it can be. */
export const RECORDINGS: readonly Recording[] = [
  { name: 'email', plan: plan([email('hello')]) },
  { name: 'email-refused', plan: plan([email('refused'), email('hello')]), settle: refuse },
  { name: 'in-app', plan: plan([inApp('tip')]) },
  { name: 'task-closed', plan: plan([task('call'), email('after')]), pushed: [closed(1, 'call#1', 'reached')] },
  { name: 'task-escalated-and-expired', plan: plan([task('call', { escalate: '1d', expires: '3d' })]) },
  { name: 'wait', plan: plan([wait('pause', '3d'), wait('more', '1d')]) },
  { name: 'check-repeated', plan: plan([check('usage', logins, { every: '1d', upTo: '3d' })]) },
  {
    name: 'branch-on-outcome',
    plan: plan([
      task('call'),
      branch('fork', [{ when: outcomeIs('call', 'reached'), steps: [email('plan')] }], [inApp('recap')]),
    ]),
    pushed: [closed(1, 'call#1', 'reached')],
  },
  {
    name: 'branch-on-live-data',
    plan: plan([branch('fork', [{ when: being('account.segment', 'smb'), steps: [email('small')] }], [inApp('big')])]),
  },
  {
    name: 'exit-pushed-into-a-wait',
    plan: plan([wait('pause', '30d'), email('later')], { exits: [exitWhen('recovered', logins), exitAfter('too_long', '60d')] }),
    pushed: [left(2, 'recovered'), left(2, 'recovered')],
  },
  { name: 'exit-by-time', plan: plan([task('call')], { exits: [exitAfter('too_long', '2d')] }) },
  { name: 'verified', plan: plan([email('hello')], { verify: verifyAfter('3d', logins) }) },
  { name: 'holdout', plan: plan([email('hello'), task('call'), wait('pause', '1d')]), arm: 'holdout' },
];
