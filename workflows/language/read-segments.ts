import type { NameScope } from '../condition/name-scope.js';
import type { SegmentDefinition } from '../model/catalogue.js';
import { conditionOf } from './condition-value.js';
import { booleanOf, idOf, localizedTextOf } from './scalars.js';
import { fieldsOf, listOf, report, reportAt, type Value } from './value.js';

function segmentOf(item: Value, scope: NameScope): SegmentDefinition | null {
  const fields = fieldsOf({ ...item, name: 'a segment' }, { known: ['id', 'title', 'when', 'otherwise'] });
  if (!fields) return null;
  const idValue = fields.need('id', 'enterprise');
  const id = idValue && idOf(idValue);
  const titleValue = fields.get('title');
  const title = titleValue && localizedTextOf(titleValue);
  const when = fields.get('when');
  const otherwise = fields.get('otherwise');
  if (when && otherwise)
    reportAt(otherwise, otherwise.anchor, 'unknown-key', 'a segment has "when" or "otherwise", not both', 'remove one');
  if (!when && !otherwise)
    return reportAt(
      item,
      item.anchor,
      'missing-key',
      'a segment needs the key when',
      'write e.g. when: seats_bought >= 200, or otherwise: true for the last one',
    );
  if (otherwise && booleanOf(otherwise) === false)
    report(otherwise, 'invalid-value', 'otherwise can only be true', 'write otherwise: true');
  const condition = when && conditionOf(when, scope);
  if (!id) return null;
  return {
    id: id.value,
    title: title ?? { en: id.value },
    when: condition && { text: condition.text, condition: condition.condition },
  };
}

/** The segments of one file, first match wins; wrong ones are reported and left out. */
export function readSegments(root: Value, scope: NameScope): readonly SegmentDefinition[] {
  const fields = fieldsOf(root, { known: ['apiVersion', 'kind', 'segments'] });
  const value = fields?.need('segments', '[{ id: all_accounts, otherwise: true }]');
  const items = value && listOf(value, 'segments');
  if (!items) return [];
  const segments: SegmentDefinition[] = [];
  items.forEach((item, index) => {
    const segment = segmentOf(item, scope);
    if (!segment) return;
    if (segments.some(({ id }) => id === segment.id)) report(item, 'duplicate-id', `the segment ${segment.id} is defined twice`);
    if (segment.when === null && index < items.length - 1)
      report(item, 'invalid-value', 'otherwise stands last: no account gets past it', 'move it to the end');
    segments.push(segment);
  });
  return segments;
}

/** Ids alone, for scopes that are needed before the conditions can be read. */
export function segmentIds(segments: readonly SegmentDefinition[]): readonly string[] {
  return segments.map(({ id }) => id);
}
