import { DEFAULT_ROLE_SPAN } from '../condition/functions.js';
import type { ComparisonOperator, Condition, Expression } from '../model/condition.js';
import { changeCall, changeOf, type Change } from './condition-shape.js';
import { periodsWords, periodWord, spanWords } from './explain-time.js';
import { closedWord, roleWords, valueWords } from './explain-value.js';
import type { ExplainNames } from './names.js';
import { code, listed, quoted } from './text.js';

const BUILT_IN: Readonly<Record<string, string>> = {
  'health.score': 'the health score',
  'health.band': 'the health band',
  'user_health.score': "the end users' health score",
  'user_health.band': "the end users' health band",
  'judgement.rating': "the CSM's own rating",
  'judgement.at': "the day of the CSM's last rating",
  'account.name': "the account's name",
  'account.segment': "the account's segment",
  'account.status': "the account's status",
  'account.muted': "the account's mute",
  'account.locale': "the account's language",
  'account.tier': "the account's tier",
  'contract.start': "the contract's start",
  'contract.end': "the contract's end",
  'contract.seats': 'the number of seats in the contract',
  'contract.amount': "the contract's amount",
  'contract.product': "the contract's product",
  'contract.renewal': 'the renewal',
  'lifecycle.stage': 'the lifecycle stage',
  'lifecycle.since': 'the day on which the account entered its lifecycle stage',
  days_in_stage: 'the time in the lifecycle stage',
};
const PASSED: Readonly<Record<string, string>> = {
  'contract.start': 'the contract began',
  'contract.end': 'the contract ended',
  'lifecycle.since': 'the account entered its lifecycle stage',
  'judgement.at': 'the CSM last rated the account',
};
const AHEAD: Readonly<Record<string, string>> = { 'contract.start': 'the contract begins', 'contract.end': 'the contract ends' };
const OVER: Readonly<Record<Change['over'], string>> = {
  week: 'week over week',
  month: 'month over month',
  year: 'year over year',
  start: 'since the run began',
};
const STANDINGS: Readonly<Record<string, string>> = {
  platform_average: "the platform's average",
  platform_median: "the platform's median",
  segment_average: "the segment's average",
  segment_median: "the segment's median",
};

interface Place {
  readonly names: ExplainNames;
  /** Inside `for 2 weeks`: the periods are named behind the sentence, which is about the past. */
  readonly periods: boolean;
}

const known = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

function metricOf(path: string, { names, periods }: Place): string {
  const per = names.per(path);
  const period = periods || per === null || per === 'day' ? '' : ` last ${periodWord(per, 'en')}`;
  return `${names.called('metric', path)}${period}`;
}

const subjectPath = (expression: Expression | undefined): string => (expression?.kind === 'name' ? expression.path : '');

function eventName(id: string, names: ExplainNames): string {
  const title = names.title('event', id);
  return title === null ? code(id) : quoted(title, 'en');
}

/** A value inside a sentence; `standing` = a metric, which may be in the plural. */
function noun(expression: Expression, place: Place): { readonly text: string; readonly standing: boolean } {
  const of = (text: string, standing = false) => ({ text, standing });
  const { names } = place;
  switch (expression.kind) {
    case 'literal':
      return of(valueWords(expression.value, expression.type, 'en'));
    case 'reference':
      return of(expression.to === 'event' ? eventName(expression.id, names) : names.called('milestone', expression.id));
    case 'name': {
      const { path } = expression;
      const fixed = known(BUILT_IN, path);
      if (fixed !== undefined) return of(fixed);
      const [family = '', ...rest] = path.split('.');
      if (rest.length === 0) return of(metricOf(path, place), true);
      if (family === 'parameter') return of(`the parameter ${names.called('parameter', rest.join('.'))}`);
      if (rest.join('.') === 'outcome') return of(`the outcome of ${code(family)}`);
      const attribute = rest.join('.');
      const title = names.title('attribute', attribute);
      return of(`the account's ${title === null ? code(attribute) : quoted(title, 'en')}`);
    }
    case 'call': {
      const [first] = expression.args;
      const metric = metricOf(subjectPath(first), place);
      const change = changeCall(expression);
      if (change) return of(`the ${change.way === 'fell' ? 'fall' : 'rise'} of ${metric} ${OVER[change.over]}`);
      const standing = known(STANDINGS, expression.name);
      if (standing !== undefined) return of(`${standing} of ${metric}`);
      if (expression.name === 'metric') return of(metric, true);
      if (expression.name === 'percentile') return of(`the share of the segment's accounts that lie below this one in ${metric}`);
      if (expression.name === 'days_since') return of(`the time since ${passed(first, names)}`);
      if (expression.name === 'days_until') return of(`the time until ${ahead(first, place)}`);
      return of(`${expression.name}(${expression.args.map((one) => noun(one, place).text).join(', ')})`);
    }
  }
}

function passed(of: Expression | undefined, names: ExplainNames): string {
  if (of?.kind === 'reference') return `the event ${eventName(of.id, names)} last happened`;
  return known(PASSED, subjectPath(of)) ?? (of ? noun(of, { names, periods: false }).text : '');
}

function ahead(of: Expression | undefined, place: Place): string {
  return known(AHEAD, subjectPath(of)) ?? (of ? noun(of, place).text : '');
}

/** `50% or more`, `more than 50%`. */
function amount(op: ComparisonOperator, value: string, less = 'less'): string {
  switch (op) {
    case '<':
      return `${less} than ${value}`;
    case '<=':
      return `${value} or ${less}`;
    case '>':
      return `more than ${value}`;
    case '>=':
      return `${value} or more`;
    case '=':
      return `exactly ${value}`;
  }
}

function changeSentence({ metric, way, over, op, share }: Change, place: Place): string {
  const name = metricOf(metric, { ...place, periods: true });
  const value = valueWords(share, 'percent', 'en');
  const base = way === 'fell' ? 'fall' : 'rise';
  const opposite = way === 'fell' ? 'rose' : 'fell';
  const say = (text: string): string => `${name} ${text} ${OVER[over]}`;
  if (share === 0) {
    const words = {
      '>': way,
      '>=': `did not ${way === 'fell' ? 'rise' : 'fall'}`,
      '<': opposite,
      '<=': `did not ${base}`,
      '=': 'did not change',
    };
    return say(words[op]);
  }
  if (op === '<') return say(`did not ${base} by as much as ${value}`);
  if (op === '<=') return say(`did not ${base} by more than ${value}`);
  return say(`${way} by ${amount(op, value)}`);
}

/** How many of something there are; the words for none and for at least one where that is asked. */
function counted(op: ComparisonOperator, right: Expression, place: Place, one: string, many: string): string {
  const value = right.kind === 'literal' && typeof right.value === 'number' ? right.value : null;
  if ((op === '=' && value === 0) || (op === '<' && value === 1) || (op === '<=' && value === 0)) return `no ${many}`;
  if ((op === '>' && value === 0) || (op === '>=' && value === 1)) return `at least one ${one}`;
  return `${amount(op, noun(right, place).text, 'fewer')} ${value === 1 && op === '=' ? one : many}`;
}

function compare(op: ComparisonOperator, left: Expression, right: Expression, place: Place): string {
  const change = changeOf(op, left, right);
  if (change) return changeSentence(change, place);
  const [is, are] = place.periods ? ['was', 'were'] : ['is', 'are'];
  const value = noun(right, place).text;
  if (left.kind === 'name' && left.path === 'days_in_stage')
    return `the account ${place.periods ? 'had' : 'has'} been in its lifecycle stage for ${amount(op, value)}`;
  if (left.kind === 'call') {
    const [first, second] = left.args;
    if (left.name === 'days_since') return `it ${is} ${amount(op, value)} since ${passed(first, place.names)}`;
    if (left.name === 'days_until') return `it ${is} ${amount(op, value)} until ${ahead(first, place)}`;
    if (left.name === 'count') {
      const event = first?.kind === 'reference' ? eventName(first.id, place.names) : '';
      const span = second ? noun(second, place).text : '';
      return `there were ${counted(op, right, place, `event ${event}`, `events ${event}`)} in the last ${span}`;
    }
    if (left.name === 'open_tickets') {
      const of = first ? ` of priority ${noun(first, place).text}` : ' (of any priority)';
      const words = counted(op, right, place, 'open support ticket', 'open support tickets');
      return `there ${words.startsWith('at least one') || words.startsWith('exactly 1 ') ? is : are} ${words}${of}`;
    }
  }
  const { text, standing } = noun(left, place);
  const verb = standing ? 'stood' : is;
  if (left.type === 'date') {
    const words = { '<': 'before', '<=': 'on or before', '>': 'after', '>=': 'on or after', '=': 'on' };
    return `${text} ${is} ${words[op]} ${value}`;
  }
  const sameMetric =
    left.kind === 'name' && right.kind === 'call' && subjectPath(right.args[0]) === left.path
      ? known(STANDINGS, right.name)
      : undefined;
  const against = sameMetric ?? value;
  if (op === '<') return `${text} ${verb} below ${against}`;
  if (op === '>') return `${text} ${verb} above ${against}`;
  if (op === '=') return `${text} ${verb} ${standing ? 'at ' : ''}exactly ${against}`;
  if (right.kind !== 'literal') return `${text} ${verb} at or ${op === '<=' ? 'below' : 'above'} ${against}`;
  return `${text} ${verb} ${standing ? 'at ' : ''}${amount(op, against)}`;
}

function wordOf(path: string, word: string, names: ExplainNames): string {
  const family = path.slice(path.lastIndexOf('.') + 1);
  if (family === 'band' || family === 'locale' || family === 'renewal')
    return closedWord(family, word, 'en') ?? quoted(word, 'en');
  if (path === 'account.segment') return names.title('segment', word) ?? quoted(word, 'en');
  if (path === 'lifecycle.stage') return names.title('stage', word) ?? quoted(word, 'en');
  return quoted(word, 'en');
}

function oneOf(left: Expression, values: readonly string[], negated: boolean, place: Place): string {
  const path = subjectPath(left);
  const words = listed(
    values.map((value) => wordOf(path, value, place.names)),
    'en',
    'or',
  );
  const not = negated ? 'not ' : '';
  const is = place.periods ? 'was' : 'is';
  if (path === 'account.segment') return `the account ${is} ${not}in the segment ${words}`;
  if (path === 'lifecycle.stage') return `the account ${is} ${not}in the lifecycle stage ${words}`;
  if (path === 'account.status')
    return `the account ${is} ${not}${listed(
      values.map((value) => closedWord('status', value, 'en') ?? quoted(value, 'en')),
      'en',
      'or',
    )}`;
  return `${noun(left, place).text} ${is} ${not}${words}`;
}

function holds(value: Expression, negated: boolean, place: Place): string {
  // What a parameter says, once it is bound.
  if (value.kind === 'literal') return (value.value === true) !== negated ? 'it is always so' : 'it is never so';
  const not = negated ? 'not ' : '';
  const is = place.periods ? 'was' : 'is';
  if (value.kind === 'name' && value.path === 'account.muted') return `the account ${is} ${not}muted`;
  if (value.kind === 'call') {
    const [first, second] = value.args;
    if (value.name === 'reached') {
      const id = first?.kind === 'reference' ? first.id : '';
      const milestone = `the milestone ${place.names.title('milestone', id) === null ? code(id) : quoted(place.names.title('milestone', id) ?? '', 'en')}`;
      if (second) return `${milestone} was ${not}reached by day ${noun(second, place).text} of the contract`;
      return `${milestone} ${place.periods ? 'had' : 'has'} ${not}been reached`;
    }
    const role = first?.kind === 'literal' ? roleWords(String(first.value), 'en') : first ? noun(first, place).text : '';
    if (value.name === 'role_filled') return `the account has ${negated ? 'no' : /^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`;
    if (value.name === 'role_active') {
      const span = second ? noun(second, place).text : `${spanWords(DEFAULT_ROLE_SPAN, 'en')} (default)`;
      return `${negated ? 'no' : 'a'} ${role} used the product in the last ${span}`;
    }
  }
  return `${noun(value, place).text} ${is} ${not}yes`;
}

/** A part of a longer sentence, in parentheses where it would run into its neighbours. */
function part(condition: Condition, place: Place): string {
  const text = sentence(condition, place);
  return condition.kind === 'all' || condition.kind === 'any' ? `(${text})` : text;
}

function sentence(condition: Condition, place: Place): string {
  switch (condition.kind) {
    case 'compare':
      return compare(condition.op, condition.left, condition.right, place);
    case 'is':
      return oneOf(condition.left, [condition.value], condition.negated, place);
    case 'in':
      return oneOf(condition.left, condition.values, condition.negated, place);
    case 'missing':
      return `there ${place.periods ? 'was' : 'is'} ${condition.negated ? 'a' : 'no'} value for ${noun(condition.left, place).text}`;
    case 'holds':
      return holds(condition.value, false, place);
    case 'not':
      if (condition.of.kind === 'holds') return holds(condition.of.value, true, place);
      return `it is not so that ${part(condition.of, place)}`;
    case 'all':
    case 'any': {
      const parts = condition.of.map((one) => part(one, place));
      return listed(parts, 'en', condition.kind === 'all' ? 'and' : 'or');
    }
    case 'for': {
      const inner = part(condition.of, { ...place, periods: true });
      const { count, unit } = condition;
      return `${inner}, in ${count === 1 ? `the last full ${periodWord(unit, 'en')}` : `each of the last ${periodsWords(count, unit, 'en')}`}`;
    }
  }
}

/** A condition in its plain form as an English clause without a capital. */
export function conditionInEnglish(condition: Condition, names: ExplainNames): string {
  return sentence(condition, { names, periods: false });
}
