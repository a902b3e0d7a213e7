import { didYouMean } from '../model/did-you-mean.js';
import type { NameScope } from '../condition/name-scope.js';
import type { TimeOfDay } from '../model/plan.js';
import type { PlaybookStart } from '../model/playbook.js';
import { eitherConditionsOf } from './condition-value.js';
import { DEFAULTS } from './defaults.js';
import { knownNameOf } from './known-name.js';
import { cadenceOf, recurrenceOf, relativeDateOf, reportWord } from './moments.js';
import type { Parameters } from './parameters.js';
import type { BookNames } from './playbook-scope.js';
import { booleanOf, textOf, timeOf } from './scalars.js';
import { fieldsOf, located, report, reportAt, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

const DOORS = ['check', 'event', 'at', 'every', 'missed', 'manual'] as const;
/** Doors that come at a day, so that the time of day can be said beside it. */
const DATED: readonly string[] = ['at', 'missed'];

interface StartContext {
  readonly names: BookNames;
  readonly scope: NameScope;
  readonly parameters: Parameters;
}

/** `key_behaviour`, or `key_behaviour by day 90`. */
function missedOf(
  value: Value,
  { names }: StartContext,
): Pick<PlaybookStart & { kind: 'milestone_missed' }, 'milestone' | 'byDay'> | null {
  const text = textOf(value);
  if (text === null) return null;
  const match = /^(\S+?)(?: +by +day +(\d+))?$/.exec(text.trim());
  const [, id = '', day] = match ?? [];
  const example = 'write e.g. key_behaviour, or key_behaviour by day 90';
  if (!match) return report(value, 'invalid-value', `"${text}" does not say which milestone is missed`, example);
  const byDay = day === undefined ? null : Number(day);
  if (byDay !== null && (byDay < 1 || byDay > 3_650))
    return reportWord(
      value,
      `day ${day}`,
      'invalid-value',
      `"day ${day}" is not a day to count to`,
      'write a day from 1 to 3650',
    );
  const { milestones } = names;
  if (milestones !== null && !milestones.includes(id)) {
    const near = didYouMean(id, milestones) ?? 'declare it under milestones: in lifecycle.yaml';
    return reportWord(value, id, 'unknown-reference', `there is no milestone "${id}"`, near);
  }
  return { milestone: located(value, id), byDay };
}

/** The door through which accounts enter, or null after a report. */
export function readStart(value: Value, context: StartContext): PlaybookStart | null {
  const fields = fieldsOf(value, { known: keysOf('start') });
  if (!fields) return null;
  const span = value.reader.source.span(value.anchor);
  const doors = DOORS.flatMap((kind) => {
    const door = fields.get(kind);
    return door ? [{ kind, door }] : [];
  });
  const [first, second] = doors;
  if (second) {
    const advice = `keep one of ${doors.map(({ kind }) => kind).join(', ')}`;
    return reportAt(second.door, second.door.anchor, 'verb-count', 'a playbook starts in one way', advice);
  }
  const when = eitherConditionsOf(fields.get('all'), fields.get('any'), context.scope);
  const time = fields.get('time');
  if (!first) {
    if (fields.excuse()) return null;
    const advice = 'write e.g. check: daily at 08:00, event: champion_left, at: 90d before contract.end, or manual: true';
    return reportAt(value, value.anchor, 'missing-key', 'start does not say what starts a run', advice);
  }
  const { kind, door } = first;
  if (time && !DATED.includes(kind)) {
    const advice =
      kind === 'check' || kind === 'every' ? `write the time into ${kind}, behind "at"` : `${kind} has no time of day: remove it`;
    reportAt(time, time.anchor, 'unknown-key', 'time belongs to a start with at or missed', advice);
  }
  const at: TimeOfDay = (time && timeOf(time)) ?? DEFAULTS.time;
  switch (kind) {
    case 'check': {
      const cadence = cadenceOf(door);
      if (when) return cadence && { kind: 'becomes_true', cadence, when, span };
      const advice = 'write all: and a list of conditions';
      return reportAt(door, door.anchor, 'missing-key', 'a start with check needs conditions', advice);
    }
    case 'event': {
      const event = knownNameOf(door, 'event', context.names.events, 'declare it under events: in metrics.yaml');
      return event && { kind: 'event', event, when, span };
    }
    case 'at': {
      const dated = relativeDateOf(door, context.parameters);
      if (!dated) return null;
      const { offset, direction, anchor } = dated;
      return { kind: 'at_date', offset, direction, anchor, at, when, span };
    }
    case 'every': {
      const period = recurrenceOf(door);
      return period && { kind: 'every_period', period, when, span };
    }
    case 'missed': {
      const missed = missedOf(door, context);
      return missed && { kind: 'milestone_missed', ...missed, at, when, span };
    }
    case 'manual':
      if (booleanOf(door) === false) report(door, 'invalid-value', 'manual can only be true', 'write manual: true');
      if (when) reportAt(door, door.anchor, 'unknown-key', 'a manual start has no conditions', 'write them under enroll: only:');
      return { kind: 'manual', span };
  }
}
