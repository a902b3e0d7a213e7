import { evaluateCondition } from '../../../workflows/condition/evaluate-condition.js';
import { accountContext } from '../../../workflows/evaluate/account-context.js';
import type { EvaluateInput } from '../../../workflows/durable/activities.js';
import type { Evaluation } from '../../../workflows/model/fact.js';
import type { ActivityDependencies } from './activity-dependencies.js';

/** Asks the conditions of a run as of the instant they are due, from what is remembered; an account that is gone is unknown. */
export async function evaluate(
  deps: Pick<ActivityDependencies, 'readAccount'>,
  input: EvaluateInput,
): Promise<readonly Evaluation[]> {
  const account = await deps.readAccount(input.account, input.at);
  if (!account) return input.conditions.map(() => ({ value: null, facts: [] }));
  const context = accountContext(account.data, { asOf: input.at, startedAt: input.startedAt, outcomes: input.outcomes });
  return input.conditions.map(({ condition }) => evaluateCondition(condition, context));
}
