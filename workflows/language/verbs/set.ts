import type { FactValue } from '../../model/fact.js';
import type { AuthoredStep, Located } from '../../model/playbook.js';
import { knownNameOf } from '../known-name.js';
import { typedValue } from '../parameter-value.js';
import type { AttributeName } from '../playbook-scope.js';
import { dateOf } from '../scalars.js';
import type { StepBase, StepContext } from '../step-context.js';
import { fieldsOf, kindOf, located, plain, report, type Value } from '../value.js';
import { keysOf } from '../vocabulary/mappings.js';

/** A value of the attribute's type, or null after a report. A date stays the day as written. */
function valueOf(value: Value, attribute: AttributeName | undefined): Located<FactValue> | null {
  const given = plain(value);
  if (given === undefined) return report(value, 'wrong-shape', `to must be a plain value, this is ${kindOf(value)}`);
  if (!attribute) return located(value, given);
  if (attribute.type === 'date') {
    const date = dateOf(value);
    return date === null ? null : located(value, date);
  }
  const typed = typedValue(given, { type: attribute.type, values: attribute.values });
  if ('code' in typed) return report(value, typed.code, typed.message, typed.advice);
  return typeof typed.value === 'object' ? null : located(value, typed.value);
}

/** Writes an attribute of the account that the catalogue declares. */
export function readSet(value: Value, base: StepBase, { names }: StepContext): AuthoredStep | null {
  const fields = fieldsOf(value, { known: keysOf('set') });
  if (!fields) return null;
  const attributeValue = fields.need('attribute', 'rescue_state');
  const known = names.attributes && Object.keys(names.attributes);
  const declare = 'declare it under attributes: in metrics.yaml';
  const attribute = attributeValue && knownNameOf(attributeValue, 'attribute', known, declare);
  const toValue = fields.need('to', 'called');
  if (!attribute || !toValue) return null;
  const declared =
    names.attributes && Object.hasOwn(names.attributes, attribute.value) ? names.attributes[attribute.value] : undefined;
  const to = valueOf(toValue, declared);
  return to && { ...base, verb: 'set', attribute, to };
}
