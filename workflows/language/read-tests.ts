import { didYouMean } from '../model/did-you-mean.js';
import { readCondition } from '../condition/read-condition.js';
import type { NameScope } from '../condition/name-scope.js';
import type { SkipReason } from '../model/decision.js';
import type { FactValue } from '../model/fact.js';
import type { AuthoredCondition, AuthoredStep } from '../model/playbook.js';
import type { PlaybookTest, TestEvent, TestExpectation, TestFacts, TestGiven, TestSeries } from '../model/playbook-test.js';
import type { RunResult } from '../model/run.js';
import type { LocalDate } from '../model/time.js';
import { adviceForWord } from './place-in-scalar.js';
import type { BookNames } from './playbook-scope.js';
import { booleanOf, dateOf, durationOf, integerOf, oneOf, textOf } from './scalars.js';
import { fieldsOf, isList, kindOf, listOf, placeOf, plain, report, reportAt, type Fields, type Value } from './value.js';

const RESULTS: readonly RunResult[] = ['success', 'lost', 'expired', 'not_met', 'unknown', 'completed', 'failed'];
const SKIPS: readonly SkipReason[] = [
  'not_eligible',
  'suppressed',
  'unknown',
  'already_running',
  'cool_down',
  'once_only',
  'cap_reached',
  'account_churned',
];
const FACT_KEYS = ['account', 'health', 'contract'];

/** What a test may refer to. */
export interface TestScope {
  readonly names: BookNames;
  readonly steps: readonly AuthoredStep[];
  /** Every step id, also of steps that were reported. */
  readonly stepIds: readonly string[];
  /** Step id -> outcome words; null words = not known. */
  readonly outcomes: ReadonlyMap<string, readonly string[] | null>;
  readonly exits: readonly string[];
  /** Conditions that can keep an account out. */
  readonly gates: readonly AuthoredCondition[];
  readonly gateScope: NameScope;
}

/** 0.5 was meant as 50%, 42 as 42%. */
function asPercent(content: unknown): string {
  const value = Number(content);
  return `${value > 0 && value < 1 ? Number((value * 100).toPrecision(12)) : value}%`;
}

/** A metric's value: a number, a percent for percent metrics, null for unknown. Undefined after a report. */
function metricValue(value: Value, metric: string, names: BookNames): number | null | undefined {
  const content = plain(value);
  if (content === null && value.node !== null) return null;
  const type = names.metrics?.[metric]?.type;
  const percent = typeof content === 'string' ? /^(-?\d+(?:\.\d+)?)%$/.exec(content) : null;
  if (percent && type !== 'number') return Number((Number(percent[1]) / 100).toPrecision(15));
  if (typeof content === 'number' && type !== 'percent') return content;
  const mixed = percent !== null || typeof content === 'number';
  const meant = type === 'percent' ? asPercent(content) : (percent?.[1] ?? '');
  const suggestion = mixed ? { says: `write ${meant}`, write: meant } : 'write a number, or null for unknown';
  report(
    value,
    mixed ? 'percent-vs-number' : 'wrong-shape',
    `${metric} is a ${type ?? 'number'}, this is ${kindOf(value)}`,
    suggestion,
  );
  return undefined;
}

function seriesOf(value: Value, metric: string, names: BookNames): TestSeries | undefined {
  if (!isList(value)) return metricValue(value, metric, names);
  const items = (listOf(value, 'values') ?? []).map((item) => metricValue(item, metric, names));
  if (items.length === 0)
    report(value, 'invalid-value', 'a series needs at least one period', 'write e.g. [400, 400, 180], the oldest first');
  return items.filter((item) => item !== undefined);
}

function accountOf(value: Value, names: BookNames): Readonly<Record<string, FactValue>> {
  const fields = fieldsOf(value, { known: [], open: true });
  const account: Record<string, FactValue> = {};
  for (const key of fields?.keys() ?? []) {
    const part = fields?.get(key);
    if (!part) continue;
    const content = plain(part);
    if (key === 'status') oneOf(part, ['trial', 'active', 'churned']);
    else if (key === 'locale') oneOf(part, ['en', 'zh']);
    else if (key === 'muted') booleanOf(part);
    else if (key === 'segment' && names.segments && content !== null) oneOf(part, names.segments);
    if (content === undefined) report(part, 'wrong-shape', `${key} must be a plain value, this is ${kindOf(part)}`);
    else account[key] = content;
  }
  return account;
}

function factsOf(fields: Fields, names: BookNames): TestFacts {
  const account = fields.get('account');
  const healthFields = fields.get('health') && fieldsOf(fields.get('health') as Value, { known: ['score', 'band'] });
  const health: { score?: number | null; band?: string | null } = {};
  const score = healthFields?.get('score');
  if (score) health.score = plain(score) === null ? null : integerOf(score, 0, 100);
  const band = healthFields?.get('band');
  if (band) health.band = plain(band) === null ? null : oneOf(band, ['green', 'yellow', 'red']);
  const contractFields =
    fields.get('contract') && fieldsOf(fields.get('contract') as Value, { known: ['start', 'end', 'seats'] });
  const contract: { start?: LocalDate; end?: LocalDate; seats?: number } = {};
  for (const key of ['start', 'end'] as const) {
    const part = contractFields?.get(key);
    const date = part && dateOf(part);
    if (date) contract[key] = date;
  }
  const seats = contractFields?.get('seats');
  const count = seats && integerOf(seats, 0, 10_000_000);
  if (count !== null && count !== undefined) contract.seats = count;
  return { account: account ? accountOf(account, names) : {}, health, contract };
}

/** The keys of a `given` or a timeline entry that are metrics; others are reported. */
function metricKeys(fields: Fields, reserved: readonly string[], names: BookNames): readonly string[] {
  return fields.keys().filter((key) => {
    if (reserved.includes(key)) return false;
    if (names.metrics === null || Object.hasOwn(names.metrics, key)) return true;
    const value = fields.get(key) as Value;
    const where = `in ${fields.value.name}`;
    if (key === 'lifecycle' || key === 'answer')
      reportAt(value, value.anchor, 'not-available-yet', `${key} is not available yet`, 'remove it for now');
    else
      reportAt(
        value,
        value.anchor,
        'unknown-key',
        `${where} the key "${key}" is not known: it is no metric either`,
        didYouMean(key, [...reserved, ...Object.keys(names.metrics)]),
      );
    return false;
  });
}

function givenOf(value: Value, names: BookNames): TestGiven {
  const reserved = [...FACT_KEYS, 'date'];
  const fields = fieldsOf({ ...value, name: 'given' }, { known: [], open: true });
  if (!fields) return { account: {}, health: {}, contract: {}, metrics: {}, date: null };
  const metrics: Record<string, TestSeries> = {};
  for (const key of metricKeys(fields, reserved, names)) {
    const series = seriesOf(fields.get(key) as Value, key, names);
    if (series !== undefined) metrics[key] = series;
  }
  const date = fields.get('date');
  return { ...factsOf(fields, names), metrics, date: date && dateOf(date) };
}

function knownStep(value: Value, scope: TestScope): string | null {
  const id = value.name;
  if (scope.stepIds.includes(id)) return id;
  return reportAt(value, value.anchor, 'unknown-reference', `there is no step "${id}"`, didYouMean(id, scope.stepIds));
}

/** `{ call_owner: reached }`, each word one that the step's outcome can have. */
function wordsOf(value: Value, scope: TestScope, tasksOnly: boolean): Readonly<Record<string, string>> {
  const fields = fieldsOf(value, { known: [], open: true });
  const words: Record<string, string> = {};
  for (const key of fields?.keys() ?? []) {
    const part = fields?.get(key);
    const step = part && knownStep(part, scope);
    if (!part || !step) continue;
    const known = scope.outcomes.get(step);
    const isTask = scope.steps.every(({ id, verb }) => id.value !== step || verb === 'task');
    if (known === undefined || (tasksOnly && !isTask)) {
      reportAt(
        part,
        part.anchor,
        'invalid-value',
        tasksOnly ? `${step} is not a task, nobody closes it` : `${step} has no outcome`,
      );
      continue;
    }
    const word = textOf(part);
    if (word === null) continue;
    const possible = tasksOnly ? known?.filter((one) => one !== 'expired') : known;
    if (possible && !possible.includes(word))
      report(part, 'unknown-value', `${step} has no outcome "${word}"`, didYouMean(word, possible));
    else words[step] = word;
  }
  return words;
}

function eventOf(item: Value, scope: TestScope): TestEvent | null {
  const fields = fieldsOf({ ...item, name: 'a timeline entry' }, { known: [], open: true });
  if (!fields) return null;
  const atValue = fields.need('at', '1d');
  const at = atValue && durationOf(atValue);
  const close = fields.get('close');
  const metrics: Record<string, number | null> = {};
  for (const key of metricKeys(fields, [...FACT_KEYS, 'at', 'close'], scope.names)) {
    const part = fields.get(key) as Value;
    if (isList(part)) {
      report(part, 'wrong-shape', `${key} changes to one value at a time`, 'write one value; a list belongs to given');
      continue;
    }
    const content = metricValue(part, key, scope.names);
    if (content !== undefined) metrics[key] = content;
  }
  const facts = factsOf(fields, scope.names);
  if (!at) return null;
  return {
    at: at.value,
    close: close ? wordsOf(close, scope, true) : {},
    metrics,
    ...facts,
    span: item.reader.source.span(placeOf(item)),
  };
}

function becauseOf(value: Value, scope: TestScope): string | null {
  const text = textOf(value);
  if (text === null) return null;
  const { condition } = readCondition(text, scope.gateScope);
  const gates = scope.gates.filter(({ broken }) => !broken);
  if (condition && gates.some((gate) => gate.text === condition.text)) return condition.text;
  if (gates.length < scope.gates.length) return null;
  const near = didYouMean(
    text,
    gates.map((gate) => gate.text),
  );
  return report(
    value,
    'unknown-reference',
    'this is not a condition of start, only or never',
    adviceForWord(value, text, near) ?? 'write one of them word for word',
  );
}

function expectationOf(value: Value, scope: TestScope): TestExpectation {
  const none: TestExpectation = {
    enrolled: null,
    because: null,
    skipped: null,
    ran: null,
    outcomes: null,
    exited: null,
    result: null,
  };
  const fields = fieldsOf(value, { known: Object.keys(none) });
  if (!fields) return none;
  if (fields.keys().length === 0 && fields.value.node !== null)
    report(value, 'invalid-value', 'expect compares nothing', 'write e.g. { enrolled: true, result: success }');
  const read = <T>(key: string, reader: (part: Value) => T | null): T | null => {
    const part = fields.get(key);
    return part && reader(part);
  };
  const ran = read(
    'ran',
    (part) =>
      listOf(part, 'step ids')?.flatMap((item) => {
        const id = plain(item);
        if (typeof id === 'string' && scope.stepIds.includes(id)) return [id];
        report(item, 'unknown-reference', `there is no step "${String(id)}"`, didYouMean(String(id), scope.stepIds));
        return [];
      }) ?? null,
  );
  return {
    enrolled: read('enrolled', booleanOf),
    because: read('because', (part) => becauseOf(part, scope)),
    skipped: read('skipped', (part) => oneOf(part, SKIPS)),
    ran,
    outcomes: read('outcomes', (part) => wordsOf(part, scope, false)),
    exited: read('exited', (part) => {
      const id = textOf(part);
      if (id === null || scope.exits.includes(id)) return id;
      return report(part, 'unknown-reference', `there is no exit "${id}"`, didYouMean(id, scope.exits));
    }),
    result: read('result', (part) => oneOf(part, RESULTS)),
  };
}

/** The tests of a playbook, checked against its steps, exits and the catalogue; wrong parts are reported. */
export function readTests(value: Value | null, scope: TestScope): readonly PlaybookTest[] {
  const items = value && listOf(value, 'tests');
  const names = new Set<string>();
  return (items ?? []).flatMap((item) => {
    const fields = fieldsOf({ ...item, name: 'a test' }, { known: ['name', 'given', 'timeline', 'expect'] });
    if (!fields) return [];
    const nameValue = fields.need('name', 'one bad week is not enough');
    const name = nameValue && textOf(nameValue);
    if (nameValue && name !== null) {
      if (names.has(name)) report(nameValue, 'duplicate-id', 'two tests have this name', 'say what is different');
      names.add(name);
    }
    const givenValue = fields.need('given', '{ health: { score: 52 }, logins: [400, 180] }');
    const given = givenValue && givenOf(givenValue, scope.names);
    const timelineValue = fields.get('timeline');
    const timeline = ((timelineValue && listOf(timelineValue, 'entries')) ?? []).flatMap((entry) => eventOf(entry, scope) ?? []);
    const expectValue = fields.need('expect', '{ enrolled: true }');
    const expect = expectValue && expectationOf(expectValue, scope);
    return name !== null && given && expect
      ? [{ name, span: item.reader.source.span(placeOf(item)), given, timeline, expect }]
      : [];
  });
}
