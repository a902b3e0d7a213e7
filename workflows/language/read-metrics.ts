import { FUNCTIONS } from '../condition/functions.js';
import { KEYWORDS } from '../condition/lexer.js';
import { didYouMean } from '../model/did-you-mean.js';
import type { MetricDefinition, MetricSource } from '../model/catalogue.js';
import { fieldsOf, isList, kindOf, listOf, plain, report, reportAt, type Fields, type Value } from './value.js';
import { idProblem, localizedTextOf, oneOf, textOf } from './scalars.js';

const PERIODS = ['day', 'week', 'month'] as const;
const SOURCE_KEYS = ['count', 'seats', 'open', 'reached', 'ratio', 'imported'] as const;
type SourceKey = (typeof SOURCE_KEYS)[number];
const SHARED_KEYS = ['title', 'per', 'range', 'when_empty'];
const KEYS_OF: Readonly<Record<SourceKey, readonly string[]>> = {
  count: ['of'],
  seats: [],
  open: ['from', 'until', 'within'],
  reached: ['of'],
  ratio: ['as'],
  imported: [],
};
const RESERVED: readonly string[] = [
  ...KEYWORDS,
  ...FUNCTIONS.map(({ name }) => name),
  'health',
  'account',
  'contract',
  'lifecycle',
  'metric',
  'contact',
  'playbook',
  'outcome',
  'score',
  'band',
  'at',
  'close',
  'date',
  'answer',
];

/** A metric as written, with the places that checks across metrics report at. */
export interface AuthoredMetric {
  readonly definition: MetricDefinition;
  readonly key: Value;
  /** The two operands of a ratio. */
  readonly operands: readonly Value[];
}

function text(fields: Fields, key: string, example: string): string {
  const value = fields.need(key, example);
  return (value && textOf(value)) ?? '';
}

function sourceOf(
  kind: SourceKey,
  fields: Fields,
): { source: MetricSource; type: 'number' | 'percent'; operands: readonly Value[] } | null {
  const value = fields.get(kind);
  if (!value) return null;
  const number = (source: MetricSource) => ({ source, type: 'number' as const, operands: [] });
  switch (kind) {
    case 'count': {
      const what = oneOf(value, ['events', 'contacts'] as const);
      const event = text(fields, 'of', 'login');
      return what && number(what === 'events' ? { kind: 'count_events', event } : { kind: 'count_contacts', event });
    }
    case 'seats':
      return oneOf(value, ['bought'] as const) && number({ kind: 'seats' });
    case 'open': {
      const fine = oneOf(value, ['contacts'] as const);
      const opened = text(fields, 'from', 'seat_opened');
      const until = fields.get('until');
      const within = fields.get('within');
      if (within) oneOf(within, ['term'] as const);
      return fine && number({ kind: 'open_contacts', opened, closed: until && textOf(until), withinTerm: within !== null });
    }
    case 'reached': {
      const event = text(fields, 'of', 'report_saved');
      return oneOf(value, ['contacts'] as const) && number({ kind: 'contacts_this_term', event });
    }
    case 'ratio': {
      const items = listOf(value, 'two metrics');
      if (!items) return null;
      if (items.length !== 2)
        return report(
          value,
          'invalid-value',
          `a ratio has two metrics, this has ${items.length}`,
          'write e.g. [seats_opened, seats_bought]',
        );
      const [of = null, to = null] = items.map(textOf);
      const as = fields.get('as');
      const type = (as && oneOf(as, ['number', 'percent'] as const)) ?? 'percent';
      return of !== null && to !== null ? { source: { kind: 'ratio', of, to }, type, operands: items } : null;
    }
    case 'imported': {
      const type = oneOf(value, ['number', 'percent'] as const);
      return type && { source: { kind: 'imported' }, type, operands: [] };
    }
  }
}

/** One end of a range: a number, a percent for percent metrics, or null for open. Undefined after a report. */
function boundOf(value: Value, type: 'number' | 'percent'): number | null | undefined {
  const content = plain(value);
  if (content === null) return null;
  if (type === 'number' && typeof content === 'number') return content;
  const percent = typeof content === 'string' ? /^(-?\d+(?:\.\d+)?)%$/.exec(content) : null;
  if (type === 'percent' && percent) return Number(percent[1]) / 100;
  const suggestion = type === 'percent' ? 'write e.g. [0%, 100%]' : 'write e.g. [0, 100]';
  report(value, 'percent-vs-number', `the range of a ${type} holds ${type}s, this is ${kindOf(value)}`, suggestion);
  return undefined;
}

function rangeOf(value: Value, type: 'number' | 'percent'): readonly [number | null, number | null] | null {
  const items = isList(value) ? listOf(value, 'two values') : null;
  if (!items || items.length !== 2)
    return report(
      value,
      'wrong-shape',
      'range must be a list of two values',
      'write e.g. [0, 100], or [0, null] for no upper end',
    );
  const [low, high] = items.map((item) => boundOf(item, type));
  if (low === undefined || high === undefined) return null;
  if (low !== null && high !== null && low >= high)
    return report(value, 'invalid-value', 'the range ends before it begins', 'write the lower end first');
  return [low, high];
}

function metricOf(key: Value): AuthoredMetric | null {
  const problem = idProblem(key.name);
  if (problem) return reportAt(key, key.anchor, 'invalid-id', ...problem);
  if (RESERVED.includes(key.name))
    return reportAt(key, key.anchor, 'invalid-id', `"${key.name}" has a meaning in the language`, 'choose another id');
  const allKeys = [...SHARED_KEYS, ...SOURCE_KEYS, ...Object.values(KEYS_OF).flat()];
  const fields = fieldsOf(key, { known: [...new Set(allKeys)] });
  if (!fields) return null;
  const kinds = SOURCE_KEYS.filter((kind) => fields.has(kind));
  const [kind] = kinds;
  if (!kind || kinds.length > 1) {
    const message = kind
      ? `${key.name} is computed in ${kinds.length} ways: ${kinds.join(', ')}`
      : `${key.name} does not say how it is computed`;
    return reportAt(
      key,
      key.anchor,
      kind ? 'invalid-value' : 'missing-key',
      message,
      `write exactly one of ${SOURCE_KEYS.join(', ')}`,
    );
  }
  for (const extra of fields.keys()) {
    if (SHARED_KEYS.includes(extra) || extra === kind || KEYS_OF[kind].includes(extra)) continue;
    const value = fields.get(extra);
    if (value)
      reportAt(
        value,
        value.anchor,
        'unknown-key',
        `${extra} does not belong to a metric with ${kind}`,
        didYouMean(extra, [...KEYS_OF[kind], ...SHARED_KEYS]),
      );
  }
  const source = sourceOf(kind, fields);
  const perValue = fields.need('per', 'week');
  const per = perValue && oneOf(perValue, PERIODS);
  const titleValue = fields.get('title');
  const title = (titleValue && localizedTextOf(titleValue)) ?? { en: key.name };
  const emptyValue = fields.get('when_empty');
  const whenEmpty = emptyValue && oneOf(emptyValue, ['zero', 'unknown'] as const);
  if (!source || !per) return null;
  const rangeValue = fields.get('range');
  const range =
    (rangeValue && rangeOf(rangeValue, source.type)) ?? (kind === 'imported' ? ([null, null] as const) : ([0, null] as const));
  const counts = kind === 'count' || kind === 'open' || kind === 'reached';
  const definition: MetricDefinition = {
    id: key.name,
    title,
    type: source.type,
    per,
    source: source.source,
    whenEmpty: whenEmpty ?? (counts ? 'zero' : 'unknown'),
    range,
  };
  return { definition, key, operands: source.operands };
}

/** The metrics of one file; wrong ones are reported and left out. */
export function readMetrics(root: Value): readonly AuthoredMetric[] {
  const fields = fieldsOf(root, { known: ['apiVersion', 'kind', 'metrics'] });
  const value = fields?.need('metrics', '{ logins: { count: events, of: login, per: week } }');
  const metrics = value && fieldsOf(value, { known: [], open: true });
  if (!metrics) return [];
  return metrics.keys().flatMap((id) => {
    const key = metrics.get(id);
    const metric = key && metricOf(key);
    return metric ? [metric] : [];
  });
}

/** Checks that need all metrics: one definition each, ratios of existing numbers of the same period. */
export function joinMetrics(metrics: readonly AuthoredMetric[]): Readonly<Record<string, MetricDefinition>> {
  const byId = new Map<string, MetricDefinition>();
  for (const { definition, key } of metrics) {
    if (byId.has(definition.id))
      reportAt(key, key.anchor, 'duplicate-id', `the metric ${definition.id} is defined twice`, 'keep one of the two');
    else byId.set(definition.id, definition);
  }
  for (const { definition, operands } of metrics) {
    for (const operand of operands) {
      const id = String(plain(operand));
      const other = byId.get(id);
      if (!other) report(operand, 'unknown-reference', `there is no metric "${id}"`, didYouMean(id, [...byId.keys()]));
      else if (other.source.kind === 'ratio')
        report(operand, 'metric-cycle', `${id} is a ratio itself`, 'divide metrics that are counted or imported');
      else if (other.per !== definition.per)
        report(
          operand,
          'wrong-argument',
          `${id} is measured per ${other.per}, ${definition.id} per ${definition.per}`,
          'give both the same period',
        );
    }
  }
  return Object.fromEntries([...byId].sort(([a], [b]) => (a < b ? -1 : 1)));
}
