import type { AuthoredWaitFor } from '../../model/playbook.js';
import { conditionOf } from '../condition-value.js';
import { knownNameOf } from '../known-name.js';
import { authoredDurationOf } from '../parameters.js';
import type { StepBase, StepContext } from '../step-context.js';
import { fieldsOf, reportAt, type Value } from '../value.js';
import { keysOf } from '../vocabulary/mappings.js';

/** `{ event: training_booked, at_most: 14d }` or `{ condition: seats_opened >= 10, at_most: 14d }`. */
export function readWaitFor(value: Value, base: StepBase, { names, scope, parameters }: StepContext): AuthoredWaitFor | null {
  const fields = fieldsOf(value, { known: keysOf('wait_for') });
  if (!fields) return null;
  const eventValue = fields.get('event');
  const conditionValue = fields.get('condition');
  const atMostValue = fields.need('at_most', '14d');
  const atMost = atMostValue && authoredDurationOf(atMostValue, parameters);
  if (eventValue && conditionValue) {
    const message = 'wait_for has "event" or "condition", not both';
    return reportAt(conditionValue, conditionValue.anchor, 'unknown-key', message, 'keep one, or make two steps of it');
  }
  if (!eventValue && !conditionValue) {
    if (fields.excuse()) return null;
    const advice = 'write event: training_booked, or condition: seats_opened >= 10';
    return reportAt(value, value.anchor, 'missing-key', 'wait_for needs the key event or condition', advice);
  }
  const event = eventValue && knownNameOf(eventValue, 'event', names.events, 'declare it under events: in metrics.yaml');
  const condition = conditionValue && conditionOf(conditionValue, scope);
  return atMost && (event || condition) && { ...base, verb: 'wait_for', event, condition, atMost };
}
