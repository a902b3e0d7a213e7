import type { AuthoredCheck } from '../../model/playbook.js';
import { conditionOf } from '../condition-value.js';
import { authoredDurationOf } from '../parameters.js';
import type { StepBase, StepContext } from '../step-context.js';
import { fieldsOf, reportAt, type Value } from '../value.js';
import { keysOf } from '../vocabulary/mappings.js';

export function readCheck(value: Value, base: StepBase, { scope, parameters }: StepContext): AuthoredCheck | null {
  const fields = fieldsOf(value, { known: keysOf('check') });
  if (!fields) return null;
  const expectValue = fields.need('expect', 'health.score >= 70');
  const everyValue = fields.get('every');
  const upToValue = fields.get('up_to');
  const every = everyValue && authoredDurationOf(everyValue, parameters);
  const upTo = upToValue && authoredDurationOf(upToValue, parameters);
  if (everyValue && !upToValue)
    reportAt(value, everyValue.anchor, 'missing-key', 'a check that repeats needs an end', 'write e.g. up_to: 21d');
  if (upToValue && !everyValue) reportAt(value, upToValue.anchor, 'missing-key', 'up_to needs a pace', 'write e.g. every: 7d');
  if (!expectValue) return null;
  return { ...base, verb: 'check', expect: conditionOf(expectValue, scope), every, upTo };
}
