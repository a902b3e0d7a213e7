import { Context } from '@temporalio/activity';
import type { RunActivities, RunLocalActivities } from '../../../workflows/durable/activities.js';
import type { ActivityDependencies, Attempt } from './activity-dependencies.js';
import { evaluate } from './evaluate.js';
import { performEmail } from './perform-email.js';
import { performInApp } from './perform-in-app.js';
import { performTask } from './perform-task.js';
import { record } from './record.js';

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
    evaluate: (input) => evaluate(deps, input),
    record: (input) => record(deps, input),
  };
}
