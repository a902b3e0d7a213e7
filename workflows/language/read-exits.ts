import type { NameScope } from '../condition/name-scope.js';
import type { AuthoredExit, AuthoredObjective, PlaybookVerify } from '../model/playbook.js';
import { conditionOf } from './condition-value.js';
import { booleanOf, durationOf, idOf, oneOf } from './scalars.js';
import { fieldsOf, listOf, reportAt, type Value } from './value.js';

function exitOf(item: Value, scope: NameScope): AuthoredExit | null {
  const fields = fieldsOf({ ...item, name: 'an exit' }, { known: ['id', 'when', 'after', 'as'] });
  if (!fields) return null;
  const idValue = fields.need('id', 'recovered');
  const id = idValue && idOf(idValue);
  const asValue = fields.need('as', 'success');
  const as = asValue && oneOf(asValue, ['success', 'lost', 'expired'] as const);
  const whenValue = fields.get('when');
  const afterValue = fields.get('after');
  if (whenValue && afterValue) {
    return reportAt(item, afterValue.anchor, 'unknown-key', 'an exit has "when" or "after", not both', 'make two exits of it');
  }
  if (!whenValue && !afterValue)
    return reportAt(
      item,
      item.anchor,
      'missing-key',
      'an exit needs the key when or after',
      'write when: health.score >= 75, or after: 60d',
    );
  const when = whenValue && conditionOf(whenValue, scope);
  const after = afterValue && durationOf(afterValue);
  return id && as && (when || after) ? { id, as, when, after } : null;
}

/** The exits of a playbook; wrong ones are reported and left out. */
export function readExits(value: Value | null, scope: NameScope): readonly AuthoredExit[] {
  const items = value && listOf(value, 'exits');
  return (items ?? []).flatMap((item) => exitOf(item, scope) ?? []);
}

function objectiveOf(item: Value, scope: NameScope): AuthoredObjective | null {
  const fields = fieldsOf({ ...item, name: 'an objective' }, { known: ['id', 'expect', 'primary'] });
  if (!fields) return null;
  const idValue = fields.need('id', 'logins_up');
  const id = idValue && idOf(idValue);
  const expectValue = fields.need('expect', 'change_since_start(logins) >= 20%');
  const expect = expectValue && conditionOf(expectValue, scope);
  const primaryValue = fields.get('primary');
  const primary = (primaryValue && booleanOf(primaryValue)) ?? false;
  return id && expect && { id, expect, primary };
}

/** How a run is judged, or null (nothing written, or reported). */
export function readVerify(value: Value | null, scope: NameScope): PlaybookVerify | null {
  const fields = value && fieldsOf(value, { known: ['after', 'objective'], later: ['subjective'] });
  if (!value || !fields) return null;
  const afterValue = fields.need('after', '30d');
  const after = afterValue && durationOf(afterValue);
  const objectiveValue = fields.need(
    'objective',
    '[{ id: logins_up, expect: change_since_start(logins) >= 20%, primary: true }]',
  );
  const items = objectiveValue && listOf(objectiveValue, 'objectives');
  const objective = (items ?? []).flatMap((item) => objectiveOf(item, scope) ?? []);
  if (objectiveValue && items?.length === 0)
    reportAt(value, objectiveValue.anchor, 'invalid-value', 'objective is an empty list', 'write an objective or remove verify');
  return after && { after, objective, span: value.reader.source.span(value.anchor) };
}
