import { ApplicationFailure } from '@temporalio/common';
import { evaluateCondition } from '../../../workflows/condition/evaluate-condition.js';
import type { PerformInput, PerformResult, RunActivities, RunLocalActivities } from '../../../workflows/durable/activities.js';
import type { PerformVerb } from '../../../workflows/model/run.js';
import type { HostedRun } from './hosted-run.js';

/**
 * Activities that answer from the loaded history and the people model, and keep the flight record in memory.
 * @param recorded told after each new piece of a flight record
 */
export function hostedActivities(runs: ReadonlyMap<string, HostedRun>, recorded: () => void): RunActivities & RunLocalActivities {
  const of = (runId: string): HostedRun => {
    const run = runs.get(runId);
    if (!run) throw ApplicationFailure.nonRetryable(`run ${runId} is none of this replay`);
    return run;
  };
  const perform =
    (verb: PerformVerb) =>
    ({ runId, step, key, at }: PerformInput): Promise<PerformResult> => {
      const { settlement, settledAt = at } = of(runId).run.settle({ type: 'perform', key, step, verb, at });
      return Promise.resolve({ settlement, settledAt });
    };
  return {
    email: perform('email'),
    in_app: perform('in_app'),
    task: perform('task'),
    ask: perform('ask'),
    webhook: perform('webhook'),
    chat: perform('chat'),
    set: perform('set'),
    evaluate: ({ runId, at, startedAt, outcomes, conditions }) => {
      const context = of(runId).run.context(at, { startedAt, outcomes });
      return Promise.resolve(conditions.map(({ condition }) => evaluateCondition(condition, context)));
    },
    record: (input) => {
      of(input.runId).record(input);
      recorded();
      return Promise.resolve();
    },
  };
}
