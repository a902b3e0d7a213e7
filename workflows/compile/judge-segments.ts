import type { AuthoredSegment } from '../language/read-segments.js';
import { reportAt } from '../language/value.js';
import { implies } from '../rules/logic/implies.js';

/** Segments that no account gets to, because an earlier one takes all of theirs. */
export function judgeSegments(segments: readonly AuthoredSegment[]): void {
  segments.forEach(({ definition, when }, index) => {
    const own = definition.when;
    if (!own || !when) return;
    const before = segments
      .slice(0, index)
      .find(({ definition: other }) => other.when !== null && implies(own.condition, other.when.condition));
    if (!before?.definition.when) return;
    const { id, when: taken } = before.definition;
    const message = `no account is ever in ${definition.id}: the earlier segment ${id} takes them with ${taken.text}`;
    reportAt(when, when.anchor, 'unreachable-segment', message, 'write the narrower condition first');
  });
}
