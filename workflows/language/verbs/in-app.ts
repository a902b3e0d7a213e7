import type { AuthoredInApp } from '../../model/playbook.js';
import { DEFAULTS } from '../defaults.js';
import { authoredDurationOf } from '../parameters.js';
import { recipientOf } from '../recipients.js';
import type { StepBase, StepContext } from '../step-context.js';
import { fieldsOf, type Value } from '../value.js';
import { templateNameOf } from './template-name.js';
import { keysOf } from '../vocabulary/mappings.js';

export function readInApp(value: Value, base: StepBase, { parameters }: StepContext): AuthoredInApp | null {
  const fields = fieldsOf(value, { known: keysOf('in_app') });
  if (!fields) return null;
  const template = templateNameOf(fields);
  const toValue = fields.need('to', 'inactive_users');
  const to = toValue && recipientOf(toValue, 'in_app');
  const expiresValue = fields.get('expires');
  const expires = expiresValue
    ? authoredDurationOf(expiresValue, parameters)
    : to && { value: DEFAULTS.inAppExpires, span: to.span };
  return template && to && expires && { ...base, verb: 'in_app', template, to, expires };
}
