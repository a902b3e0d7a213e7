import { Context } from '@temporalio/activity';
import type { RunActivities, RunLocalActivities } from '../../../workflows/durable/activities.js';
import type { ActivityDependencies, Attempt } from './activity-dependencies.js';
import { evaluate } from './evaluate.js';
import { performEmail } from './perform-email.js';
import { performInApp } from './perform-in-app.js';
import { performSet } from './perform-set.js';
import { performTask } from './perform-task.js';
import { record } from './record.js';
import { withoutChannel } from './without-channel.js';

function currentAttempt(): Attempt {
  const context = Context.current();
  return {
    heartbeat: () => context.heartbeat(),
    signal: context.cancellationSignal,
    firstScheduledAt: context.info.scheduledTimestampMs,
  };
}

/** The activities by the names that live in histories: a name is a contract for as long as a run may last. */
export function stepActivities(deps: ActivityDependencies): RunActivities & RunLocalActivities {
  return {
    email: (input) => performEmail(deps, input, currentAttempt()),
    in_app: (input) => performInApp(deps, input, currentAttempt()),
    task: (input) => performTask(deps, input),
    set: (input) => performSet(deps, input),
    ask: (input) => withoutChannel(deps, input, 'ask'),
    webhook: (input) => withoutChannel(deps, input, 'webhook'),
    chat: (input) => withoutChannel(deps, input, 'chat'),
    evaluate: (input) => evaluate(deps, input),
    record: (input) => record(deps, input, Context.current().info.scheduledTimestampMs),
  };
}
