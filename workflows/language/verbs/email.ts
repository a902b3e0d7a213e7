import type { AuthoredEmail } from '../../model/playbook.js';
import { recipientOf } from '../recipients.js';
import type { StepBase } from '../step-context.js';
import { fieldsOf, type Value } from '../value.js';
import { templateNameOf } from './template-name.js';
import { keysOf } from '../vocabulary/mappings.js';

export function readEmail(value: Value, base: StepBase): AuthoredEmail | null {
  const fields = fieldsOf(value, { known: keysOf('email') });
  if (!fields) return null;
  const template = templateNameOf(fields);
  const toValue = fields.need('to', 'account.champion');
  const to = toValue && recipientOf(toValue, 'email');
  const ccValue = fields.get('cc');
  const cc = ccValue && recipientOf(ccValue, 'copy');
  return template && to && { ...base, verb: 'email', template, to, cc };
}
