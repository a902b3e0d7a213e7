import { didYouMean, nearestAdvice } from '../model/did-you-mean.js';
import type { NameScope } from '../condition/name-scope.js';
import type { Cadence, DateAnchor } from '../model/plan.js';
import type { PlaybookStart } from '../model/playbook.js';
import type { Duration } from '../model/time.js';
import { eitherConditionsOf } from './condition-value.js';
import { DEFAULTS } from './defaults.js';
import { adviceForWord } from './place-in-scalar.js';
import { booleanOf, durationAdvice, readDuration, readTime, textOf, timeOf } from './scalars.js';
import { fieldsOf, report, reportAt, type Value } from './value.js';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const CADENCE_EXAMPLE = 'write e.g. daily at 08:00 or weekly on monday at 08:00';

/** `daily at 08:00`, `weekly on monday at 08:00`. */
export function cadenceOf(value: Value): Cadence | null {
  const text = textOf(value);
  if (text === null) return null;
  const match = /^(\w+)(?: on (\w+))? at (\S+)$/.exec(text.trim());
  const [, every = '', weekday, clock = ''] = match ?? [];
  if (!match || (every !== 'daily' && every !== 'weekly')) {
    const near = nearestAdvice(every, ['daily', 'weekly']);
    return report(
      value,
      'invalid-value',
      `"${text}" does not say when to look`,
      adviceForWord(value, every, near) ?? CADENCE_EXAMPLE,
    );
  }
  const at = readTime(clock);
  if (!at) return report(value, 'invalid-value', `"${clock}" is not a time of day`, 'write e.g. 08:00');
  if (every === 'daily') {
    return weekday === undefined
      ? { every: 'day', weekday: null, at }
      : report(value, 'invalid-value', 'daily takes no weekday', CADENCE_EXAMPLE);
  }
  if (weekday === undefined)
    return report(value, 'invalid-value', 'weekly needs a weekday', `write weekly on monday at ${clock}`);
  const day = DAYS.indexOf(weekday.toLowerCase());
  if (day < 0)
    return report(
      value,
      'invalid-value',
      `"${weekday}" is not a weekday`,
      adviceForWord(value, weekday, didYouMean(weekday, DAYS)),
    );
  return { every: 'week', weekday: day, at };
}

/** `90d before contract.end`. */
function datedOf(value: Value): { offset: Duration; direction: 'before' | 'after'; anchor: DateAnchor } | null {
  const text = textOf(value);
  if (text === null) return null;
  const match = /^(\S+) (\S+) (\S+)$/.exec(text.trim());
  if (!match)
    return report(value, 'invalid-value', `"${text}" is not a date relative to a contract`, 'write e.g. 90d before contract.end');
  const [, length = '', direction = '', anchor = ''] = match;
  const offset = readDuration(length);
  if ('problem' in offset)
    return report(value, 'invalid-duration', offset.problem, adviceForWord(value, length, durationAdvice(offset)));
  if (direction !== 'before' && direction !== 'after') {
    const near = adviceForWord(value, direction, didYouMean(direction, ['before', 'after']));
    return report(value, 'invalid-value', `"${direction}" must be before or after`, near);
  }
  if (anchor !== 'contract.start' && anchor !== 'contract.end') {
    const near = adviceForWord(value, anchor, didYouMean(anchor, ['contract.start', 'contract.end']));
    return report(value, 'unknown-name', `"${anchor}" is not a date that is known`, near);
  }
  return { offset, direction, anchor };
}

/** The door through which accounts enter, or null after a report. */
export function readStart(value: Value, scope: NameScope): PlaybookStart | null {
  const fields = fieldsOf(value, { known: ['check', 'at', 'manual', 'time', 'all', 'any'], later: ['event', 'every'] });
  if (!fields) return null;
  const span = value.reader.source.span(value.anchor);
  const [check, at, manual, time] = ['check', 'at', 'manual', 'time'].map((key) => fields.get(key)) as [
    Value | null,
    Value | null,
    Value | null,
    Value | null,
  ];
  const doors = [check, at, manual].filter((door) => door !== null);
  const [, second] = doors;
  if (second)
    return reportAt(second, second.anchor, 'verb-count', 'a playbook starts in one way', 'keep one of check, at and manual');
  const when = eitherConditionsOf(fields.get('all'), fields.get('any'), scope);
  if (time && !at)
    reportAt(time, time.anchor, 'unknown-key', 'time belongs to a start with at', 'write the time into check: daily at 08:00');
  if (check) {
    const cadence = cadenceOf(check);
    if (!when)
      return reportAt(
        check,
        check.anchor,
        'missing-key',
        'a start with check needs conditions',
        'write all: and a list of conditions',
      );
    return cadence && { kind: 'becomes_true', cadence, when, span };
  }
  if (at) {
    const dated = datedOf(at);
    return dated && { kind: 'at_date', ...dated, at: (time && timeOf(time)) ?? DEFAULTS.time, when, span };
  }
  if (manual) {
    if (booleanOf(manual) === false) report(manual, 'invalid-value', 'manual can only be true', 'write manual: true');
    if (when)
      reportAt(manual, manual.anchor, 'unknown-key', 'a manual start has no conditions', 'write them under enroll: only:');
    return { kind: 'manual', span };
  }
  // A door that is not available yet was reported already.
  if (fields.keys().length === 0 && value.reader.diagnostics.errors(value.reader.source.file) > 0) return null;
  return reportAt(
    value,
    value.anchor,
    'missing-key',
    'start does not say what starts a run',
    'write check: daily at 08:00, at: 90d before contract.end, or manual: true',
  );
}
