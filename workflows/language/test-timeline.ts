import type { TestEvent, TestGiven, TestSeries } from '../model/playbook-test.js';
import { knownNameOf } from './known-name.js';
import type { BookNames } from './playbook-scope.js';
import { dateOf, durationOf, textOf } from './scalars.js';
import { metricKeysOf, metricSeriesOf, metricValueOf, testFactsOf } from './test-facts.js';
import { canFail, isKnownStep, stepWordsOf, type TestScope } from './test-scope.js';
import { fieldsOf, isList, listOf, placeOf, report, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

/** The account on the day of the trigger. */
export function givenOf(value: Value, names: BookNames): TestGiven {
  const fields = fieldsOf({ ...value, name: 'given' }, { known: [], open: true });
  if (!fields) return { account: {}, health: {}, contract: {}, metrics: {}, date: null };
  const metrics: Record<string, TestSeries> = {};
  for (const key of metricKeysOf(fields, keysOf('given'), names)) {
    const series = metricSeriesOf(fields.get(key) as Value, key, names);
    if (series !== undefined) metrics[key] = series;
  }
  const date = fields.get('date');
  return { ...testFactsOf(fields, names), metrics, date: date && dateOf(date) };
}

function failingOf(value: Value, scope: TestScope): readonly string[] {
  return (listOf(value, 'step ids') ?? []).flatMap((item) => {
    const id = textOf({ ...item, name: 'a step id' });
    if (id === null || !isKnownStep(item, id, scope, 'value')) return [];
    if (canFail(id, scope)) return [id];
    report(item, 'invalid-value', `${id} sends nothing that could fail`, 'name an email, in_app, webhook, chat or set step');
    return [];
  });
}

/** One entry of a timeline, or null after a report. */
export function timelineEntryOf(item: Value, scope: TestScope): TestEvent | null {
  const { names } = scope;
  const fields = fieldsOf({ ...item, name: 'a timeline entry' }, { known: [], open: true });
  if (!fields) return null;
  const close = fields.get('close');
  const answer = fields.get('answer');
  const eventValue = fields.get('event');
  const event = eventValue && knownNameOf(eventValue, 'event', names.events, 'declare it under events: in metrics.yaml');
  const fail = fields.get('fail');
  const metrics: Record<string, number | null> = {};
  for (const key of metricKeysOf(fields, keysOf('timeline_entry'), names)) {
    const part = fields.get(key) as Value;
    if (isList(part)) {
      report(part, 'wrong-shape', `${key} changes to one value at a time`, 'write one value; a list belongs to given');
      continue;
    }
    const content = metricValueOf(part, key, names);
    if (content !== undefined) metrics[key] = content;
  }
  const atValue = fields.need('at', '1d');
  const at = atValue && durationOf(atValue);
  const facts = testFactsOf(fields, names);
  const closed = close ? stepWordsOf(close, scope, 'close') : {};
  const answered = answer ? { answer: stepWordsOf(answer, scope, 'answer') } : {};
  const happened = event ? { event: event.value } : {};
  const failing = fail ? { fail: failingOf(fail, scope) } : {};
  const span = item.reader.source.span(placeOf(item));
  return at && { at: at.value, close: closed, ...answered, ...happened, ...failing, metrics, ...facts, span };
}
