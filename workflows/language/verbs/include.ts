import type { AuthoredArgument, AuthoredInclude } from '../../model/playbook.js';
import { idOf, idProblem } from '../scalars.js';
import type { StepBase } from '../step-context.js';
import { fieldsOf, isMapping, kindOf, located, plain, placeOf, report, reportAt, type Value } from '../value.js';
import { keysOf } from '../vocabulary/mappings.js';

/** `with: { quiet_days: 14d }`; which parameters there are and of which type is asked when the playbooks are put together. */
function argumentsOf(value: Value): Readonly<Record<string, AuthoredArgument>> {
  const fields = fieldsOf(value, { known: [], open: true });
  const given: Record<string, AuthoredArgument> = {};
  for (const key of fields?.keys() ?? []) {
    const part = fields?.get(key);
    if (!part) continue;
    const problem = idProblem(key);
    const content = plain(part);
    if (problem) reportAt(part, part.anchor, 'invalid-id', ...problem);
    else if (content === undefined || content === null)
      report(part, 'wrong-shape', `${key} must be a plain value, this is ${kindOf(part)}`, 'write e.g. 14d');
    else given[key] = { ...located(part, content), name: part.reader.source.span(part.anchor) };
  }
  return given;
}

/** `{ id: champion_intro, with: { quiet_days: 14d } }`: the steps of that playbook in place of this one. */
export function readInclude(value: Value, base: StepBase): AuthoredInclude | null {
  if (!isMapping(value)) {
    const id = plain(value);
    const example = `write { id: ${typeof id === 'string' && !idProblem(id) ? id : 'champion_intro'} }`;
    return reportAt(value, placeOf(value), 'wrong-shape', `playbook must be a mapping, this is ${kindOf(value)}`, example);
  }
  const fields = fieldsOf(value, { known: keysOf('include') });
  if (!fields) return null;
  const idValue = fields.need('id', 'champion_intro');
  const playbook = idValue && idOf(idValue);
  const withValue = fields.get('with');
  return playbook && { ...base, verb: 'playbook', playbook, with: withValue ? argumentsOf(withValue) : {} };
}
