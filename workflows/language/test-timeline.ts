import type { TestEvent, TestGiven, TestSeries } from '../model/playbook-test.js';
import { knownNameOf } from './known-name.js';
import { booleanOf, dateOf, durationOf, textOf } from './scalars.js';
import { metricKeysOf, metricSeriesOf, metricValueOf, testFactsOf } from './test-facts.js';
import { canFail, includesOthers, isKnownStep, stepWordsOf, type TestScope } from './test-scope.js';
import { fieldsOf, isList, listOf, placeOf, plain, report, type Fields, type Value } from './value.js';
import { keysOf } from './vocabulary/mappings.js';

/** The account on the day of the trigger. */
export function givenOf(value: Value, scope: TestScope): TestGiven {
  const { names } = scope;
  const fields = fieldsOf({ ...value, name: 'given' }, { known: [], open: true });
  if (!fields) return { account: {}, health: {}, contract: {}, metrics: {}, date: null };
  const metrics: Record<string, TestSeries> = {};
  for (const key of metricKeysOf(fields, keysOf('given'), names)) {
    const series = metricSeriesOf(fields.get(key) as Value, key, names);
    if (series !== undefined) metrics[key] = series;
  }
  const date = fields.get('date');
  const fail = fields.get('fail');
  const failing = fail ? { fail: failingOf(fail, scope) } : {};
  return { ...testFactsOf(fields, names), ...failing, metrics, date: date && dateOf(date) };
}

type Judge = (item: Value, id: string) => boolean;

/** Ids of steps; those that a test cannot say this of are reported and left out. */
function stepIdsOf(value: Value, scope: TestScope, judge: Judge): readonly string[] {
  return (listOf(value, 'step ids') ?? []).flatMap((item) => {
    const id = textOf({ ...item, name: 'a step id' });
    return id !== null && isKnownStep(item, id, scope, 'value') && judge(item, id) ? [id] : [];
  });
}

function failingOf(value: Value, scope: TestScope): readonly string[] {
  return stepIdsOf(value, scope, (item, id) => {
    if (canFail(id, scope)) return true;
    const fix = 'name an email, in_app, task, ask, webhook, chat or set step';
    report(item, 'invalid-value', `${id} does nothing that could fail`, fix);
    return false;
  });
}

function skippedOf(value: Value, scope: TestScope): readonly string[] {
  return stepIdsOf(value, scope, (item, id) => {
    if (!includesOthers(id, scope)) return true;
    report(item, 'invalid-value', `${id} stands for the steps of another playbook`, `name one of them: ${id}__...`);
    return false;
  });
}

/** What a person does to the run as a whole. */
function ordersOf(fields: Fields, scope: TestScope): Pick<TestEvent, 'pause' | 'resume' | 'cancel' | 'skip'> {
  const [pauseValue, resume, cancelValue, skip] = ['pause', 'resume', 'cancel', 'skip'].map((key) => fields.get(key));
  const pause = pauseValue && (plain(pauseValue) === true ? true : textOf(pauseValue));
  if (resume && booleanOf(resume) === false) report(resume, 'invalid-value', 'resume can only be true', 'write resume: true');
  const cancel = cancelValue && textOf(cancelValue);
  return {
    ...(pause ? { pause } : {}),
    ...(resume ? { resume: true } : {}),
    ...(cancel ? { cancel } : {}),
    ...(skip ? { skip: skippedOf(skip, scope) } : {}),
  };
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
  return (
    at && {
      at: at.value,
      close: closed,
      ...answered,
      ...happened,
      ...failing,
      ...ordersOf(fields, scope),
      metrics,
      ...facts,
      span,
    }
  );
}
