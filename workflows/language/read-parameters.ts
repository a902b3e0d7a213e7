import type { ParameterType } from '../model/plan.js';
import type { AuthoredParameter } from '../model/playbook.js';
import type { Parameters } from './parameters.js';
import { typedValue } from './parameter-value.js';
import { idProblem, localizedTextOf, oneOf, textOf } from './scalars.js';
import { fieldsOf, kindOf, listOf, plain, report, reportAt, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

const TYPES: readonly ParameterType[] = ['number', 'percent', 'duration', 'text', 'yes_no'];

/** The closed set of a text parameter. */
function valuesOf(value: Value, type: ParameterType): readonly string[] | null {
  if (type !== 'text')
    return reportAt(
      value,
      value.anchor,
      'unknown-key',
      `values belong to a text, this is a ${type.replace('_', '/')}`,
      'remove it',
    );
  const words: string[] = [];
  const items = listOf(value, 'texts');
  if (items?.length === 0) report(value, 'invalid-value', 'values is an empty list', 'write e.g. [warm, plain]');
  for (const item of items ?? []) {
    const text = textOf({ ...item, name: 'a value' });
    if (text === null) continue;
    if (words.includes(text)) report(item, 'duplicate-id', `the value ${text} is written twice`, 'keep one of the two');
    else words.push(text);
  }
  return items && words.length > 0 ? words : null;
}

function parameterOf(value: Value, id: string): AuthoredParameter | null {
  const fields = fieldsOf(value, { known: keysOf('parameter') });
  if (!fields) return null;
  const typeValue = fields.need('type', 'duration');
  const type = typeValue && oneOf(typeValue, TYPES);
  const titleValue = fields.get('title');
  const title = titleValue && localizedTextOf(titleValue);
  const valuesValue = fields.get('values');
  const values = valuesValue && type ? valuesOf(valuesValue, type) : null;
  const defaultValue = fields.need('default', type === 'duration' || !type ? '7d' : type === 'percent' ? '10%' : 'a value');
  if (!type || !defaultValue) return null;
  const given = plain(defaultValue);
  if (given === undefined)
    return report(defaultValue, 'wrong-shape', `default must be a plain value, this is ${kindOf(defaultValue)}`);
  const typed = typedValue(given, { type, values });
  if ('code' in typed) return report(defaultValue, typed.code, typed.message, typed.advice);
  return { id: { value: id, span: value.reader.source.span(value.anchor) }, type, title, values, default: typed.value };
}

/** The parameters of a playbook; a wrong one is reported and stands there as null, so that naming it is no mistake. */
export function readParameters(value: Value | null): Parameters {
  const parameters = new Map<string, AuthoredParameter | null>();
  const fields = value && fieldsOf(value, { known: [], open: true });
  if (value && fields?.keys().length === 0)
    reportAt(value, value.anchor, 'invalid-value', 'parameters is empty', 'declare a parameter, or remove the key');
  for (const key of fields?.keys() ?? []) {
    const part = fields?.get(key);
    if (!part) continue;
    const problem = idProblem(key);
    if (problem) reportAt(part, part.anchor, 'invalid-id', ...problem);
    parameters.set(key, problem ? null : parameterOf(part, key));
  }
  return parameters;
}
