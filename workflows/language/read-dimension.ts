import { EXACT_UNITS } from '../condition/exact-length.js';
import type { NameScope } from '../condition/name-scope.js';
import { printExpression } from '../condition/print-condition.js';
import type { HealthDimension, LinearDimension, PointsDimension } from '../model/catalogue.js';
import type { ValueType } from '../model/fact.js';
import { conditionOf, expressionOf } from './condition-value.js';
import { booleanOf, idOf, localizedTextOf, percentOf, readDuration } from './scalars.js';
import { fieldsOf, kindOf, listOf, plain, report, reportAt, type Fields, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

/** How the points come about: of the keys that say so exactly one is written. */
const WAYS = ['zero_at', 'percentile', 'points'] as const;

/** A bound of the same type as the dimension's value. */
function boundOf(value: Value, type: ValueType): number | null {
  const content = plain(value);
  if (type === 'percent') return percentOf(value, -100, 100);
  if (type === 'duration' && typeof content === 'string') {
    const duration = readDuration(content);
    const unit = 'problem' in duration ? undefined : EXACT_UNITS[duration.unit];
    if (!('problem' in duration) && unit !== undefined) return duration.amount * unit;
    return report(value, 'invalid-duration', `${value.name} must be a fixed length`, 'write days, e.g. 30d');
  }
  if (type === 'number' && typeof content === 'number') return content;
  const percent = type === 'number' && typeof content === 'string' && content.endsWith('%');
  const suggestion = percent
    ? `write ${content.slice(0, -1)} instead of ${content}`
    : type === 'duration'
      ? 'write e.g. 30d'
      : 'write e.g. 20';
  return report(
    value,
    percent ? 'percent-vs-number' : 'type-mismatch',
    `${value.name} must be a ${type}, this is ${kindOf(value)}`,
    suggestion,
  );
}

/** Points from 0 to 100, or null after a report. */
function pointsOf(value: Value): number | null {
  const content = plain(value);
  if (typeof content === 'number' && content >= 0 && content <= 100) return content;
  const percent = typeof content === 'string' && /^\d+(\.\d+)?%$/.test(content);
  return report(
    value,
    percent ? 'percent-vs-number' : typeof content === 'number' ? 'invalid-value' : 'wrong-shape',
    `${value.name} must be points from 0 to 100, this is ${kindOf(value)}`,
    percent ? `write ${content.slice(0, -1)} instead of ${content}` : 'write e.g. 50',
  );
}

type Arm = PointsDimension['points'][number];

function armOf(item: Value, last: boolean, scope: NameScope): Arm | null {
  const fields = fieldsOf({ ...item, name: 'an entry of points' }, { known: keysOf('points') });
  if (!fields) return null;
  const when = fields.get('when');
  const points = fields.get('points');
  const otherwise = fields.get('otherwise');
  if (otherwise) {
    const extra = when ?? points;
    if (extra)
      return reportAt(
        extra,
        extra.anchor,
        'unknown-key',
        `otherwise says the points itself, so ${extra.name} cannot stand beside it`,
        'write - otherwise: 0',
      );
    if (!last)
      return reportAt(
        otherwise,
        otherwise.anchor,
        'invalid-value',
        'otherwise stands last: no account gets past it',
        'move it to the end',
      );
    const rest = pointsOf(otherwise);
    return rest === null ? null : { when: null, points: rest };
  }
  if (!when && fields.excuse()) return null;
  if (!when)
    return reportAt(
      item,
      item.anchor,
      'missing-key',
      'an entry of points needs the key when',
      'write { when: nps >= 50, points: 100 }, or otherwise: 0 for the last one',
    );
  const needed = fields.need('points', '50');
  const condition = conditionOf(when, scope);
  const worth = needed && pointsOf(needed);
  if (condition.broken || worth === null) return null;
  return { when: { text: condition.text, condition: condition.condition }, points: worth };
}

function stepwise(value: Value, scope: NameScope): Pick<PointsDimension, 'points'> | null {
  const items = listOf(value, 'entries such as { when: nps >= 50, points: 100 }');
  if (!items) return null;
  const arms = items.map((item, index) => armOf(item, index === items.length - 1, scope));
  const fine = arms.filter((arm) => arm !== null);
  if (fine.length < arms.length) return null;
  if (fine.length === 0 || fine[fine.length - 1]?.when !== null)
    return reportAt(
      value,
      value.anchor,
      'missing-otherwise',
      'points does not say what an account gets for which nothing is true',
      'end the list with - otherwise: 0',
    );
  if (fine.every(({ points }) => points === fine[0]?.points))
    report(value, 'invalid-value', 'every account gets the same points', 'give the entries different points');
  return { points: fine };
}

type Linear = Pick<LinearDimension, 'value' | 'expression' | 'zeroAt' | 'fullAt'>;

function valueOf(fields: Fields, scope: NameScope): Pick<LinearDimension, 'value' | 'expression'> | null {
  const value = fields.need('value', 'activation_rate');
  const read = value && expressionOf(value, scope);
  // Where the metrics file has errors, what this is was told there.
  if (!value || !read?.expression || (read.open && scope.metrics === null)) return null;
  const { expression } = read;
  if (!['number', 'percent', 'duration'].includes(expression.type) || expression.kind === 'literal')
    return report(
      value,
      'type-mismatch',
      'a dimension needs a number, a percent or a duration that can change',
      'write the name of a metric',
    );
  return { value: printExpression(expression), expression };
}

function linear(fields: Fields, scope: NameScope): Linear | null {
  const value = valueOf(fields, scope);
  const zero = fields.need('zero_at', '20%');
  const full = fields.need('full_at', '80%');
  if (!value) return null;
  const zeroAt = zero && boundOf(zero, value.expression.type);
  const fullAt = full && boundOf(full, value.expression.type);
  if (zeroAt === null || fullAt === null) return null;
  if (full && zeroAt === fullAt) report(full, 'invalid-value', 'zero_at and full_at are the same', 'give them different values');
  return { ...value, zeroAt, fullAt };
}

function percentile(fields: Fields, key: Value, scope: NameScope): { readonly value: string; readonly percentile: true } | null {
  const yes = booleanOf(key);
  if (yes === false) report(key, 'invalid-value', 'percentile can only be true', 'remove it, or write zero_at and full_at');
  const place = fields.get('value');
  const value = valueOf(fields, scope);
  if (!value || !yes) return null;
  if (place && (value.expression.kind !== 'name' || value.value.includes('.')))
    return report(place, 'wrong-argument', 'percentile compares the accounts by a metric', 'write the name of a metric');
  return { value: value.value, percentile: true };
}

/** How the points come about, or null after a report. */
function wayOf(
  fields: Fields,
  scope: NameScope,
): Linear | Pick<PointsDimension, 'points'> | { value: string; percentile: true } | null {
  const written = WAYS.filter((key) => fields.has(key) || (key === 'zero_at' && fields.has('full_at')));
  if (written.length > 1) {
    const second = [...fields.keys()].filter((key) => key === 'full_at' || WAYS.some((way) => way === key))[1];
    const place = (second === undefined ? null : fields.get(second)) ?? fields.value;
    return reportAt(
      place,
      place.anchor,
      'unknown-key',
      `a dimension gets its points in one way, this one has ${written.join(' and ')}`,
      'keep one of zero_at with full_at, percentile, and points',
    );
  }
  const points = fields.get('points');
  const value = fields.get('value');
  if (points && value)
    return reportAt(
      value,
      value.anchor,
      'unknown-key',
      'value does not belong to a dimension with points',
      'name what is looked at in the conditions',
    );
  if (points) return stepwise(points, scope);
  const key = fields.get('percentile');
  return key ? percentile(fields, key, scope) : linear(fields, scope);
}

/** A dimension with its weight, which is known even when the rest is not: so that the weights can be added up. */
export function dimensionOf(
  item: Value,
  scope: NameScope,
): { readonly dimension: HealthDimension | null; readonly weight: number | null } {
  const fields = fieldsOf({ ...item, name: 'a dimension' }, { known: keysOf('dimension') });
  if (!fields) return { dimension: null, weight: null };
  const idValue = fields.need('id', 'activation');
  const id = idValue && idOf(idValue);
  const titleValue = fields.get('title');
  const title = titleValue && localizedTextOf(titleValue);
  const weightValue = fields.need('weight', '40%');
  const weight = weightValue && percentOf(weightValue);
  const way = wayOf(fields, scope);
  if (!id || weight === null || !way) return { dimension: null, weight };
  return { dimension: { id: id.value, title: title ?? { en: id.value }, weight, ...way }, weight };
}
