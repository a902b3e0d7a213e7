import { BUILT_IN_WORDS } from '../condition/built-in-names.js';
import { FUNCTIONS } from '../condition/functions.js';
import { EXACT_UNITS } from '../condition/exact-length.js';
import { KEYWORDS } from '../condition/lexer.js';
import { didYouMean } from '../model/did-you-mean.js';
import type { MetricDefinition, MetricType } from '../model/catalogue.js';
import { DECLARATION_KEYS, readDeclarations, type AuthoredDeclarations } from './read-declarations.js';
import { SOURCE_KEYS, readMetricSource, type ReadSource, type SourceKey } from './read-metric-source.js';
import { METRIC_SOURCES } from './vocabulary/metrics-keys.js';
import { keysOf } from './vocabulary/mappings.js';
import { fieldsOf, isList, kindOf, listOf, plain, report, reportAt, type Value } from './value.js';
import { idProblem, localizedTextOf, oneOf, readDuration } from './scalars.js';

const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
const SHARED_KEYS = ['title', 'per', 'range', 'when_empty'];
/** An empty period of these is 0 unless the author says that it is unknown. */
const COUNTING: readonly SourceKey[] = ['count', 'sum', 'distinct', 'open', 'reached'];
/** Of these nothing is no number at all. */
const NEVER_ZERO: readonly SourceKey[] = ['average', 'last_seen'];
const RESERVED: readonly string[] = [
  ...KEYWORDS,
  ...FUNCTIONS.map(({ name }) => name),
  ...BUILT_IN_WORDS,
  'contact',
  'playbook',
  'score',
  'band',
  'at',
  'close',
  'date',
  'answer',
];

/** A metric as written, with the places that checks across metrics report at. */
export interface AuthoredMetric extends Pick<ReadSource, 'operands' | 'events' | 'properties'> {
  readonly definition: MetricDefinition;
  readonly key: Value;
}

/** A metrics file: its metrics, and what else it declares. */
export interface AuthoredMetrics {
  readonly metrics: readonly AuthoredMetric[];
  /** Ids of metrics that were reported and left out: naming them is not a second mistake. */
  readonly broken: readonly string[];
  readonly declarations: AuthoredDeclarations;
}

/** One end of a range: a value of the metric's type, or null for open. Undefined = of another type. */
function boundOf(value: Value, type: MetricType): number | null | undefined {
  const content = plain(value);
  if (content === null) return null;
  if (type === 'number' && typeof content === 'number') return content;
  const percent = typeof content === 'string' ? /^(-?\d+(?:\.\d+)?)%$/.exec(content) : null;
  if (type === 'percent' && percent) return Number(percent[1]) / 100;
  if (type !== 'duration') return undefined;
  const duration = typeof content === 'string' ? readDuration(content) : null;
  const unit = duration && !('problem' in duration) ? EXACT_UNITS[duration.unit] : undefined;
  return duration && !('problem' in duration) && unit !== undefined ? duration.amount * unit : undefined;
}

const RANGE_EXAMPLE: Readonly<Record<MetricType, string>> = {
  number: 'write e.g. [0, 100]',
  percent: 'write e.g. [0%, 100%]',
  duration: 'write days, e.g. [null, 90d]',
};

function rangeOf(value: Value, type: MetricType): readonly [number | null, number | null] | null {
  const items = isList(value) ? listOf(value, 'two values') : null;
  if (!items || items.length !== 2)
    return report(
      value,
      'wrong-shape',
      'range must be a list of two values',
      'write e.g. [0, 100], or [0, null] for no upper end',
    );
  const [low, high] = items.map((item) => boundOf(item, type));
  // One message for both ends: who writes one of them as a number writes the other so, too.
  const wrong = items.find((item) => boundOf(item, type) === undefined);
  if (wrong) {
    const code = type === 'duration' ? 'invalid-duration' : 'percent-vs-number';
    const held = type === 'duration' ? 'lengths of time' : `${type}s`;
    return report(wrong, code, `the range of a ${type} holds ${held}, this is ${kindOf(wrong)}`, RANGE_EXAMPLE[type]);
  }
  if (low === undefined || high === undefined) return null;
  if (low !== null && high !== null && low >= high)
    return report(value, 'invalid-value', 'the range ends before it begins', 'write the lower end first');
  return [low, high];
}

/** A range that the way the metric is computed can never keep to, or never leave. */
function judgeRange(value: Value, { id, type, whenEmpty, range: [low, high] }: MetricDefinition, kind: SourceKey): void {
  if (kind === 'imported' || kind === 'sum' || kind === 'average') return;
  const suggestion =
    type === 'percent' ? 'write e.g. [0%, 100%]' : type === 'duration' ? 'write e.g. [null, 90d]' : 'write e.g. [0, null]';
  if ((low !== null && low < 0) || (high !== null && high <= 0))
    report(value, 'invalid-value', `${id} is never below 0: it is computed with ${kind}`, suggestion);
  else if (low !== null && low > 0 && whenEmpty === 'zero')
    report(
      value,
      'invalid-value',
      `a period without events counts 0 for ${id}, and its range begins above that`,
      'begin the range at 0, or write when_empty: unknown',
    );
}

function metricOf(key: Value): AuthoredMetric | null {
  const problem = idProblem(key.name);
  if (problem) return reportAt(key, key.anchor, 'invalid-id', ...problem);
  if (RESERVED.includes(key.name))
    return reportAt(key, key.anchor, 'invalid-id', `"${key.name}" has a meaning in the language`, 'choose another id');
  const fields = fieldsOf(key, { known: keysOf('metric') });
  if (!fields) return null;
  const kinds = SOURCE_KEYS.filter((kind) => fields.has(kind));
  const [kind] = kinds;
  if (!kind || kinds.length > 1) {
    const message = kind
      ? `${key.name} is computed in ${kinds.length} ways: ${kinds.join(', ')}`
      : `${key.name} does not say how it is computed`;
    const advice = `write exactly one of ${SOURCE_KEYS.join(', ')}`;
    return reportAt(key, key.anchor, kind ? 'invalid-value' : 'missing-key', message, advice);
  }
  const beside = METRIC_SOURCES[kind] ?? [];
  for (const extra of fields.keys()) {
    if (SHARED_KEYS.includes(extra) || extra === kind || beside.includes(extra)) continue;
    const value = fields.get(extra);
    if (!value) continue;
    const message = `${extra} does not belong to a metric with ${kind}`;
    reportAt(value, value.anchor, 'unknown-key', message, didYouMean(extra, [...beside, ...SHARED_KEYS]));
  }
  const read = readMetricSource(kind, fields);
  const perValue = fields.need('per', 'week');
  const per = perValue && oneOf(perValue, PERIODS);
  const titleValue = fields.get('title');
  const title = (titleValue && localizedTextOf(titleValue)) ?? { en: key.name };
  const emptyValue = fields.get('when_empty');
  const whenEmpty = emptyValue && oneOf(emptyValue, ['zero', 'unknown'] as const);
  if (emptyValue && whenEmpty === 'zero' && NEVER_ZERO.includes(kind))
    report(
      emptyValue,
      'invalid-value',
      `a period without events has no ${kind}, and 0 would say that it has`,
      'remove when_empty',
    );
  if (!read || !per) return null;
  const { source, type, operands, events, properties } = read;
  const rangeValue = fields.get('range');
  const range =
    (rangeValue && rangeOf(rangeValue, type)) ?? (kind === 'imported' ? ([null, null] as const) : ([0, null] as const));
  const empty = whenEmpty ?? (COUNTING.includes(kind) ? 'zero' : 'unknown');
  const definition: MetricDefinition = { id: key.name, title, type, per, source, whenEmpty: empty, range };
  if (rangeValue) judgeRange(rangeValue, definition, kind);
  return { definition, key, operands, events, properties };
}

/** The metrics and declarations of one file; wrong ones are reported and left out. */
export function readMetrics(root: Value): AuthoredMetrics {
  const fields = fieldsOf(root, { known: keysOf('metrics_file') });
  if (!fields)
    return {
      metrics: [],
      broken: [],
      declarations: { events: null, attributes: null, endpoints: null, chats: null, tickets: null },
    };
  const declarations = readDeclarations(fields);
  // A file that only declares something needs no metrics.
  const needed = !DECLARATION_KEYS.some((key) => fields.has(key));
  const value = needed ? fields.need('metrics', '{ logins: { count: events, of: login, per: week } }') : fields.get('metrics');
  const entries = value && fieldsOf(value, { known: [], open: true });
  const ids = entries?.keys() ?? [];
  const metrics = ids.flatMap((id) => {
    const key = entries?.get(id);
    return (key && metricOf(key)) ?? [];
  });
  const broken = ids.filter((id) => !metrics.some(({ definition }) => definition.id === id));
  return { metrics, broken, declarations };
}
