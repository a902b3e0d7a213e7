import type { NameScope } from '../condition/name-scope.js';
import type { SegmentDefinition } from '../model/catalogue.js';
import { conditionOf } from './condition-value.js';
import { booleanOf, idOf, localizedTextOf } from './scalars.js';
import { fieldsOf, listOf, report, reportAt, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

/** A segment with the places that checks across segments report at. */
export interface AuthoredSegment {
  readonly definition: SegmentDefinition;
  readonly item: Value;
  readonly when: Value | null;
}

function segmentOf(item: Value, scope: NameScope): AuthoredSegment | null {
  const fields = fieldsOf({ ...item, name: 'a segment' }, { known: keysOf('segment') });
  if (!fields) return null;
  const idValue = fields.need('id', 'enterprise');
  const id = idValue && idOf(idValue);
  const titleValue = fields.get('title');
  const title = titleValue && localizedTextOf(titleValue);
  const when = fields.get('when');
  const otherwise = fields.get('otherwise');
  if (when && otherwise)
    reportAt(otherwise, otherwise.anchor, 'unknown-key', 'a segment has "when" or "otherwise", not both', 'remove one');
  if (!when && !otherwise && fields.excuse()) return null;
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
  const named = condition && { text: condition.text, condition: condition.condition };
  const definition = { id: id.value, title: title ?? { en: id.value }, when: named };
  // A condition that was reported says nothing about other segments.
  return { definition, item, when: condition?.broken === false ? when : null };
}

/** The segments of one file, first match wins; wrong ones are reported and left out. */
export function readSegments(root: Value, scope: NameScope): readonly AuthoredSegment[] {
  const fields = fieldsOf(root, { known: keysOf('segments_file') });
  const value = fields?.need('segments', '[{ id: all_accounts, otherwise: true }]');
  const items = value && listOf(value, 'segments');
  if (!items) return [];
  return items.flatMap((item, index) => {
    const segment = segmentOf(item, scope);
    if (segment && segment.definition.when === null && index < items.length - 1)
      report(item, 'invalid-value', 'otherwise stands last: no account gets past it', 'move it to the end');
    return segment ?? [];
  });
}

/** The segments of all files in order: every id once. */
export function joinSegments(files: readonly (readonly AuthoredSegment[])[]): readonly AuthoredSegment[] {
  const joined: AuthoredSegment[] = [];
  for (const segments of files) {
    for (const segment of segments) {
      const { id } = segment.definition;
      const other = joined.find(({ definition }) => definition.id === id);
      if (!other) joined.push(segment);
      else if (segments.includes(other))
        report(segment.item, 'duplicate-id', `the segment ${id} is defined twice`, 'choose another id');
      else
        reportAt(
          segment.item,
          segment.item.anchor,
          'duplicate-id',
          `the segment ${id} is also in ${other.item.reader.source.file}`,
        );
    }
  }
  return joined;
}
