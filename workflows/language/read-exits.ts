import type { NameScope } from '../condition/name-scope.js';
import type { AuthoredExit } from '../model/playbook.js';
import { conditionOf } from './condition-value.js';
import { knownNameOf } from './known-name.js';
import { authoredDurationOf } from './parameters.js';
import { idOf, oneOf } from './scalars.js';
import type { VerbContext } from './step-context.js';
import { fieldsOf, listOf, reportAt, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

const WAYS = ['when', 'after', 'event'] as const;

function exitOf(item: Value, scope: NameScope, { names, parameters }: VerbContext): AuthoredExit | null {
  const fields = fieldsOf({ ...item, name: 'an exit' }, { known: keysOf('exit') });
  if (!fields) return null;
  const idValue = fields.need('id', 'recovered');
  const id = idValue && idOf(idValue);
  const asValue = fields.need('as', 'success');
  const as = asValue && oneOf(asValue, ['success', 'lost', 'expired'] as const);
  const [whenValue, afterValue, eventValue] = WAYS.map((key) => fields.get(key)) as [Value | null, Value | null, Value | null];
  const ways = [whenValue, afterValue, eventValue].filter((way) => way !== null);
  const [way, second] = ways;
  if (second) {
    const message = `an exit has one of "when", "after" and "event", this has ${ways.map(({ name }) => name).join(' and ')}`;
    return reportAt(item, second.anchor, 'unknown-key', message, 'make two exits of it');
  }
  if (!way) {
    if (fields.excuse()) return null;
    const advice = 'write when: health.score >= 75, after: 60d, or event: contract_renewed';
    return reportAt(item, item.anchor, 'missing-key', 'an exit needs the key when, after or event', advice);
  }
  const when = whenValue && conditionOf(whenValue, scope);
  const after = afterValue && authoredDurationOf(afterValue, parameters);
  const event = eventValue && knownNameOf(eventValue, 'event', names.events, 'declare it under events: in metrics.yaml');
  return id && as && (when || after || event) ? { id, as, when, after, ...(event ? { event } : {}) } : null;
}

/** The exits of a playbook; wrong ones are reported and left out. */
export function readExits(value: Value | null, scope: NameScope, context: VerbContext): readonly AuthoredExit[] {
  const items = value && listOf(value, 'exits');
  return (items ?? []).flatMap((item) => exitOf(item, scope, context) ?? []);
}
