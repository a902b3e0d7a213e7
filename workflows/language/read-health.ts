import { didYouMean } from '../model/did-you-mean.js';
import type { NameScope } from '../condition/name-scope.js';
import { printExpression } from '../condition/print-condition.js';
import type { HealthDefinition, HealthDimension } from '../model/catalogue.js';
import type { ValueType } from '../model/fact.js';
import { expressionOf } from './condition-value.js';
import { idOf, localizedTextOf, percentOf, readDuration } from './scalars.js';
import { fieldsOf, kindOf, listOf, plain, report, reportAt, type Fields, type Value } from './value.js';

const DAY_MS: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A health definition with its place, for checks across definitions. */
export interface AuthoredHealth {
  readonly definition: HealthDefinition;
  readonly root: Value;
  readonly segments: readonly Value[];
}

/** A bound of the same type as the dimension's value. */
function boundOf(value: Value, type: ValueType): number | null {
  const content = plain(value);
  if (type === 'percent') return percentOf(value, -100, 100);
  if (type === 'duration' && typeof content === 'string') {
    const duration = readDuration(content);
    if (!('problem' in duration) && DAY_MS[duration.unit] !== undefined) return duration.amount * (DAY_MS[duration.unit] ?? 0);
    return report(value, 'invalid-duration', `${value.name} must be a fixed length`, 'write days, e.g. 30d');
  }
  if (type === 'number' && typeof content === 'number') return content;
  const percent = type === 'number' && typeof content === 'string' && content.endsWith('%');
  const suggestion = percent
    ? { says: `write ${content.slice(0, -1)} instead of ${content}`, write: content.slice(0, -1) }
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

function dimensionOf(item: Value, scope: NameScope): { dimension: HealthDimension | null; weight: number | null } {
  const fields = fieldsOf({ ...item, name: 'a dimension' }, { known: ['id', 'title', 'weight', 'value', 'zero_at', 'full_at'] });
  if (!fields) return { dimension: null, weight: null };
  const idValue = fields.need('id', 'activation');
  const id = idValue && idOf(idValue);
  const titleValue = fields.get('title');
  const title = titleValue && localizedTextOf(titleValue);
  const weightValue = fields.need('weight', '40%');
  const weight = weightValue && percentOf(weightValue);
  const valueValue = fields.need('value', 'activation_rate');
  const value = valueValue && expressionOf(valueValue, scope);
  const zero = fields.need('zero_at', '20%');
  const full = fields.need('full_at', '80%');
  const expression = value?.expression ?? null;
  if (!valueValue || !expression) return { dimension: null, weight };
  // The metrics file has errors, which were told there.
  if (value?.open && scope.metrics === null) return { dimension: null, weight };
  if (!['number', 'percent', 'duration'].includes(expression.type) || expression.kind === 'literal') {
    report(
      valueValue,
      'type-mismatch',
      'a dimension needs a number, a percent or a duration that can change',
      'write the name of a metric',
    );
    return { dimension: null, weight };
  }
  const zeroAt = zero && boundOf(zero, expression.type);
  const fullAt = full && boundOf(full, expression.type);
  if (full && zeroAt !== null && zeroAt === fullAt)
    report(full, 'invalid-value', 'zero_at and full_at are the same', 'give them different values');
  if (!id || weight === null || zeroAt === null || fullAt === null) return { dimension: null, weight };
  const dimension = {
    id: id.value,
    title: title ?? { en: id.value },
    weight,
    value: printExpression(expression),
    expression,
    zeroAt,
    fullAt,
  };
  return { dimension, weight };
}

function bandsOf(fields: Fields): HealthDefinition['bands'] | null {
  const value = fields.need('bands', '{ green: 75, yellow: 50 }');
  const bands = value && fieldsOf(value, { known: ['green', 'yellow'] });
  if (!value || !bands) return null;
  const [green, yellow] = (['green', 'yellow'] as const).map((band) => {
    const bound = bands.need(band, band === 'green' ? '75' : '50');
    const score = bound && plain(bound);
    if (bound && (typeof score !== 'number' || score <= 0 || score > 100)) {
      report(
        bound,
        'invalid-value',
        `${band} must be a score above 0 and at most 100, this is ${kindOf(bound)}`,
        'it is the lowest score of the band',
      );
      return null;
    }
    return typeof score === 'number' ? score : null;
  });
  if (green === undefined || green === null || yellow === undefined || yellow === null) return null;
  if (green <= yellow) return report(value, 'invalid-value', 'green must begin above yellow', 'write e.g. green: 75, yellow: 50');
  return { green, yellow };
}

function dimensionsOf(value: Value, scope: NameScope): readonly HealthDimension[] {
  const items = listOf(value, 'dimensions');
  if (!items) return [];
  const read = items.map((item) => dimensionOf(item, scope));
  const dimensions = read.flatMap(({ dimension }) => (dimension ? [dimension] : []));
  dimensions.forEach((dimension, index) => {
    const item = items[index];
    if (item && dimensions.slice(0, index).some(({ id }) => id === dimension.id))
      report(item, 'duplicate-id', `the dimension ${dimension.id} is defined twice`);
  });
  const weights = read.map(({ weight }) => weight);
  const sum = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0);
  if (!weights.includes(null) && Math.abs(sum - 1) > 1e-6) {
    reportAt(
      value,
      value.anchor,
      'weights',
      `the weights add up to ${Number((sum * 100).toFixed(4))}%`,
      'make them add up to 100%',
    );
  }
  return dimensions;
}

/** A health score, or null after a report. */
export function readHealth(root: Value, scope: NameScope): AuthoredHealth | null {
  const fields = fieldsOf(root, { known: ['apiVersion', 'kind', 'id', 'title', 'segments', 'dimensions', 'bands'] });
  if (!fields) return null;
  const idValue = fields.need('id', 'default_health');
  const id = idValue && idOf(idValue);
  const title = fields.get('title');
  if (title) localizedTextOf(title);
  const segmentsValue = fields.get('segments');
  const items = (segmentsValue && listOf(segmentsValue, 'segments')) ?? [];
  const segments = items.flatMap((item) => {
    const text = plain(item);
    if (typeof text === 'string' && (scope.segments === null || scope.segments.includes(text))) return [text];
    report(item, 'unknown-reference', `there is no segment "${String(text)}"`, didYouMean(String(text), scope.segments ?? []));
    return [];
  });
  const dimensionsValue = fields.need('dimensions', '[{ id: use, weight: 100%, value: logins, zero_at: 0, full_at: 50 }]');
  const dimensions = dimensionsValue ? dimensionsOf(dimensionsValue, scope) : [];
  const bands = bandsOf(fields);
  if (!id || !bands || dimensions.length === 0 || segments.length < items.length) return null;
  return { definition: { id: id.value, segments, dimensions, bands }, root, segments: items };
}

/** Checks that need all definitions: one id each, one definition per segment. */
export function joinHealths(healths: readonly AuthoredHealth[]): readonly HealthDefinition[] {
  const ids = new Set<string>();
  const claimed = new Map<string, string>();
  for (const { definition, root, segments } of healths) {
    if (ids.has(definition.id)) reportAt(root, root.anchor, 'duplicate-id', `the health score ${definition.id} is defined twice`);
    ids.add(definition.id);
    const claims = definition.segments.length > 0 ? definition.segments : ['all other segments'];
    claims.forEach((segment, index) => {
      const other = claimed.get(segment);
      const at = segments[index];
      if (other !== undefined) {
        reportAt(
          at ?? root,
          at?.anchor ?? root.anchor,
          'duplicate-id',
          `${segment} already have the health score ${other}`,
          'each segment has one health score',
        );
      } else claimed.set(segment, definition.id);
    });
  }
  return healths.map(({ definition }) => definition).sort((a, b) => (a.id < b.id ? -1 : 1));
}
