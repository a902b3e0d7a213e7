import { readExpression } from '../../condition/read-condition.js';
import type { AuthoredStep, Located } from '../../model/playbook.js';
import { knownNameOf } from '../known-name.js';
import { adviceInScalar, placeInScalar } from '../place-in-scalar.js';
import { textOf } from '../scalars.js';
import type { StepBase, StepContext } from '../step-context.js';
import { fieldsOf, listOf, located, report, reportAt, type Value } from '../value.js';
import { keysOf } from '../vocabulary/mappings.js';

/** Names that a webhook can send besides those that conditions read. */
const ALSO_SENT: readonly string[] = ['account.id'];

function sentNameOf(item: Value, { scope }: StepContext): Located<string> | null {
  const text = textOf({ ...item, name: 'a name to send' });
  if (text === null) return null;
  const name = text.trim();
  if (ALSO_SENT.includes(name)) return located(item, name);
  const { expression, problems } = readExpression(name, scope);
  for (const { code, message, suggestion, start, end } of problems)
    reportAt(item, placeInScalar(item, start, end), code, message, adviceInScalar(item, suggestion, { start, end }));
  if (problems.length > 0 || !expression) return null;
  if (expression.kind === 'name') return located(item, name);
  return report(item, 'invalid-value', `"${name}" is not a name`, 'send lists names, e.g. [account.id, health.score]');
}

/** A call to an address of the deployment, with the values that are sent to it. */
export function readWebhook(value: Value, base: StepBase, context: StepContext): AuthoredStep | null {
  const fields = fieldsOf(value, { known: keysOf('webhook') });
  if (!fields) return null;
  const endpointValue = fields.need('endpoint', 'crm_sync');
  const declare = 'declare it under endpoints: in metrics.yaml';
  const endpoint = endpointValue && knownNameOf(endpointValue, 'endpoint', context.names.endpoints, declare);
  const sendValue = fields.need('send', '[account.id, health.score]');
  const items = sendValue && listOf(sendValue, 'names');
  if (sendValue && items?.length === 0)
    report(sendValue, 'invalid-value', 'send is an empty list', 'write e.g. [account.id, health.score]');
  const send: Located<string>[] = [];
  for (const item of items ?? []) {
    const name = sentNameOf(item, context);
    if (!name) continue;
    if (send.some((one) => one.value === name.value))
      report(item, 'duplicate-id', `${name.value} is written twice`, 'keep one of the two');
    else send.push(name);
  }
  return endpoint && sendValue && { ...base, verb: 'webhook', endpoint, send };
}
