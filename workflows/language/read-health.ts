import type { NameScope } from '../condition/name-scope.js';
import type { HealthDefinition, HealthDimension } from '../model/catalogue.js';
import { DEFAULTS } from './defaults.js';
import { knownNameOf } from './known-name.js';
import { dimensionOf } from './read-dimension.js';
import { idOf, localizedTextOf, oneOf } from './scalars.js';
import { fieldsOf, kindOf, listOf, plain, report, reportAt, type Fields, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

/** A health definition with its place, for checks across definitions. */
export interface AuthoredHealth {
  readonly definition: HealthDefinition;
  /** Of the account, or of its end users. */
  readonly of: 'account' | 'users';
  readonly root: Value;
  readonly segments: readonly Value[];
  /** The place of `segments`, or of the file where it is not written. */
  readonly key: Value;
}

function bandOf(value: Value): number | null {
  const score = plain(value);
  if (typeof score === 'number' && score > 0 && score <= 100) return score;
  const message = `${value.name} must be a score above 0 and at most 100, this is ${kindOf(value)}`;
  return report(value, 'invalid-value', message, 'it is the lowest score of the band');
}

/** Points beyond a band's edge before the band changes: less than any band is wide, or one of them could not be reached. */
function stayOf(value: Value, green: number, yellow: number): number | null {
  const stay = plain(value);
  if (typeof stay !== 'number' || stay <= 0)
    return report(
      value,
      'invalid-value',
      `stay must be points above 0, this is ${kindOf(value)}`,
      'write e.g. 5, or remove the key',
    );
  const widths = [
    ['red', yellow],
    ['yellow', green - yellow],
    ['green', 100 - green],
  ] as const;
  const narrow = widths.find(([, width]) => stay >= width);
  if (!narrow) return stay;
  const [band, width] = narrow;
  return report(
    value,
    'invalid-value',
    `${band} is only ${width} points wide, so with stay: ${stay} accounts would pass it by`,
    `write less than ${Math.min(...widths.map(([, points]) => points))}`,
  );
}

function bandsOf(fields: Fields): HealthDefinition['bands'] | null {
  const value = fields.need('bands', '{ green: 75, yellow: 50 }');
  const bands = value && fieldsOf(value, { known: keysOf('bands') });
  if (!value || !bands) return null;
  const [greenValue, yellowValue, stayValue] = [bands.need('green', '75'), bands.need('yellow', '50'), bands.get('stay')];
  const green = greenValue && bandOf(greenValue);
  const yellow = yellowValue && bandOf(yellowValue);
  if (green === null || yellow === null) return null;
  if (green <= yellow) return report(value, 'invalid-value', 'green must begin above yellow', 'write e.g. green: 75, yellow: 50');
  const stay = stayValue && stayOf(stayValue, green, yellow);
  return { green, yellow, ...(stay === null ? {} : { stay }) };
}

function dimensionsOf(value: Value, scope: NameScope): readonly HealthDimension[] {
  const items = listOf(value, 'dimensions');
  if (!items) return [];
  const read = items.map((item) => dimensionOf(item, scope));
  const dimensions = read.flatMap(({ dimension }) => (dimension ? [dimension] : []));
  dimensions.forEach((dimension, index) => {
    const item = items[index];
    if (item && dimensions.slice(0, index).some(({ id }) => id === dimension.id))
      report(item, 'duplicate-id', `the dimension ${dimension.id} is defined twice`, 'choose another id');
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
  const fields = fieldsOf(root, { known: keysOf('health') });
  if (!fields) return null;
  const idValue = fields.need('id', 'default_health');
  const id = idValue && idOf(idValue);
  const title = fields.get('title');
  if (title) localizedTextOf(title);
  const ofValue = fields.get('of');
  const of = ofValue ? oneOf(ofValue, ['account', 'users'] as const) : DEFAULTS.healthOf;
  const segmentsValue = fields.get('segments');
  const items = (segmentsValue && listOf(segmentsValue, 'segments')) ?? [];
  const segments = items.flatMap(
    (item) => knownNameOf(item, 'segment', scope.segments, 'declare it in a file with kind: Segments')?.value ?? [],
  );
  const dimensionsValue = fields.need('dimensions', '[{ id: use, weight: 100%, value: logins, zero_at: 0, full_at: 50 }]');
  const dimensions = dimensionsValue ? dimensionsOf(dimensionsValue, scope) : [];
  const bands = bandsOf(fields);
  if (!id || !of || !bands || dimensions.length === 0 || segments.length < items.length) return null;
  return { definition: { id: id.value, segments, dimensions, bands }, of, root, segments: items, key: segmentsValue ?? root };
}

/** Checks that need all definitions: one id each, one definition per segment (of accounts, and of users). */
export function joinHealths(healths: readonly AuthoredHealth[]): {
  readonly accounts: readonly HealthDefinition[];
  readonly users: readonly HealthDefinition[];
} {
  const ids = new Set<string>();
  const claimed = new Map<string, string>();
  for (const { definition, of, root, segments, key } of healths) {
    if (ids.has(definition.id))
      reportAt(root, root.anchor, 'duplicate-id', `the health score ${definition.id} is defined twice`, 'choose another id');
    ids.add(definition.id);
    const claims = definition.segments.length > 0 ? definition.segments : ['all other segments'];
    claims.forEach((segment, index) => {
      const other = claimed.get(`${of} ${segment}`);
      const at = segments[index];
      if (other !== undefined) {
        reportAt(
          at ?? key,
          (at ?? key).anchor,
          'duplicate-id',
          other === definition.id ? `${segment} is written twice` : `${segment} already have the health score ${other}`,
          other === definition.id
            ? 'keep one of the two'
            : at
              ? 'each segment has one health score'
              : 'name the segments it is for, e.g. segments: [smb]',
        );
      } else claimed.set(`${of} ${segment}`, definition.id);
    });
  }
  const sorted = [...healths].sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
  const definitions = (which: AuthoredHealth['of']) => sorted.flatMap(({ of, definition }) => (of === which ? definition : []));
  return { accounts: definitions('account'), users: definitions('users') };
}
