import type { NameScope } from '../condition/name-scope.js';
import type { FailurePolicy } from '../model/plan.js';
import type { AuthoredStep } from '../model/playbook.js';
import { conditionOf } from './condition-value.js';
import { authoredDurationOf, type Parameters } from './parameters.js';
import { integerOf, oneOf } from './scalars.js';
import type { Verb } from './step-context.js';
import { fieldsOf, located, reportAt, type Fields, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';
import { FALLIBLE_VERBS, SENDING_VERBS } from './vocabulary/step-keys.js';

const POLICIES: readonly FailurePolicy[] = ['task', 'continue', 'stop'];

function retryOf(value: Value, parameters: Parameters): NonNullable<AuthoredStep['retry']> | null {
  const fields = fieldsOf(value, { known: keysOf('retry') });
  if (!fields) return null;
  const timesValue = fields.need('times', '5');
  const times = timesValue && integerOf(timesValue, 1, 20);
  const everyValue = fields.need('every', '1h');
  const every = everyValue && authoredDurationOf(everyValue, parameters);
  return times !== null && every ? { times, every, span: value.reader.source.span(value.anchor) } : null;
}

/** The keys that a step can have beside its verb; one that does not go with the verb is reported. */
export function modifiersOf(
  fields: Fields,
  verb: Verb,
  scope: NameScope,
  parameters: Parameters,
): Pick<AuthoredStep, 'when' | 'retry' | 'ifItFails'> {
  const allowed = (key: string, verbs: readonly Verb[], why: string): Value | null => {
    const value = fields.get(key);
    if (!value || verbs.includes(verb)) return value;
    return reportAt(value, value.anchor, 'unknown-key', `${key} does not go with ${verb}: ${why}`, 'remove it');
  };
  const whenValue = fields.get('when');
  const when = whenValue && conditionOf(whenValue, scope);
  const retryValue = allowed('retry', SENDING_VERBS, `only ${SENDING_VERBS.join(', ')} can be tried again`);
  const retry = retryValue && retryOf(retryValue, parameters);
  const failsValue = allowed('if_it_fails', FALLIBLE_VERBS, 'it cannot fail');
  const policy = failsValue && oneOf(failsValue, POLICIES);
  return {
    ...(when ? { when } : {}),
    ...(retry ? { retry } : {}),
    ...(failsValue && policy ? { ifItFails: located(failsValue, policy) } : {}),
  };
}
