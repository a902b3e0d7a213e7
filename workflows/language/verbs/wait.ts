import type { AuthoredWait } from '../../model/playbook.js';
import { DEFAULTS } from '../defaults.js';
import { untilOf } from '../moments.js';
import { authoredDurationOf } from '../parameters.js';
import type { StepBase, StepContext } from '../step-context.js';
import { fieldsOf, isMapping, located, reportAt, type Value } from '../value.js';
import { keysOf } from '../vocabulary/mappings.js';

/** `7d`, `{ for: 7d }`, or `{ until: 30d before contract.end, at_most: 120d }`. */
export function readWait(value: Value, base: StepBase, { parameters }: StepContext): AuthoredWait | null {
  if (!isMapping(value)) {
    const duration = authoredDurationOf(value, parameters);
    return duration && { ...base, verb: 'wait', duration };
  }
  const fields = fieldsOf(value, { known: keysOf('wait') });
  if (!fields) return null;
  const forValue = fields.get('for');
  const untilValue = fields.get('until');
  const atMostValue = fields.get('at_most');
  if (forValue && untilValue)
    return reportAt(value, untilValue.anchor, 'unknown-key', 'a wait has "for" or "until", not both', 'make two waits of it');
  if (atMostValue && !untilValue)
    reportAt(
      value,
      atMostValue.anchor,
      'unknown-key',
      'at_most belongs to a wait with until',
      'write for: with the longest time, or until: beside it',
    );
  if (!untilValue) {
    if (!forValue && !fields.excuse())
      return reportAt(value, value.anchor, 'missing-key', 'a wait needs the key for or until', 'write e.g. wait: 7d');
    const duration = forValue && authoredDurationOf(forValue, parameters);
    return duration && { ...base, verb: 'wait', duration };
  }
  const moment = untilOf(untilValue, parameters);
  const duration = atMostValue ? authoredDurationOf(atMostValue, parameters) : located(untilValue, DEFAULTS.waitAtMost);
  if (!moment || !duration) return null;
  const { until, parameter } = moment;
  const named = until.kind === 'date' && parameter !== undefined;
  const offset = named ? { offset: { ...located(untilValue, until.offset), parameter } } : {};
  return { ...base, verb: 'wait', duration, until: located(untilValue, until), ...offset };
}
