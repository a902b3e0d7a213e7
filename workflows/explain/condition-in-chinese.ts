import { DEFAULT_ROLE_SPAN } from '../condition/functions.js';
import type { ComparisonOperator, Condition, Expression } from '../model/condition.js';
import type { PeriodUnit } from '../model/time.js';
import { changeCall, changeOf, type Change } from './condition-shape.js';
import { periodsWords, spanWords } from './explain-time.js';
import { closedWord, roleWords, valueWords } from './explain-value.js';
import type { ExplainNames } from './names.js';
import { code, joinZh, listed, quoted, zh } from './text.js';

const BUILT_IN: Readonly<Record<string, string>> = {
  'health.score': '健康分',
  'health.band': '健康度',
  'user_health.score': '终端用户健康分',
  'user_health.band': '终端用户健康度',
  'judgement.rating': 'CSM 主观评分',
  'judgement.at': 'CSM 最近一次评分的日期',
  'account.name': '客户名称',
  'account.segment': '客户分层',
  'account.status': '客户状态',
  'account.muted': '免打扰',
  'account.locale': '客户语言',
  'account.tier': '客户等级',
  'contract.start': '合同开始日期',
  'contract.end': '合同到期日期',
  'contract.seats': '合同席位数',
  'contract.amount': '合同金额',
  'contract.product': '合同产品',
  'contract.renewal': '续约结果',
  'lifecycle.stage': '生命周期阶段',
  'lifecycle.since': '进入当前生命周期阶段的日期',
  days_in_stage: '处于当前生命周期阶段的时间',
};
const MOMENTS: Readonly<Record<string, string>> = {
  'contract.start': '合同开始',
  'contract.end': '合同到期',
  'lifecycle.since': '进入当前生命周期阶段',
  'judgement.at': 'CSM 最近一次评分',
};
const OVER: Readonly<Record<Change['over'], string>> = {
  week: '周环比',
  month: '月环比',
  year: '同比',
  start: '较本次执行开始时',
};
const STANDINGS: Readonly<Record<string, string>> = {
  platform_average: '全平台均值',
  platform_median: '全平台中位数',
  segment_average: '同分层均值',
  segment_median: '同分层中位数',
};
/** The last closed period. */
const LAST: Readonly<Record<PeriodUnit, string>> = {
  day: '前一日',
  week: '上周',
  month: '上月',
  quarter: '上季度',
  year: '去年',
};
/** What the system itself says became of a step. */
const OUTCOMES: Readonly<Record<string, string>> = {
  met: '达标',
  not_met: '未达标',
  unknown: '无法判断',
  expired: '超时未处理',
  sent: '已发送',
  posted: '已发布',
  delivered: '已送达',
  failed: '失败',
  happened: '已发生',
  ran_out: '等待超时',
};

interface Place {
  readonly names: ExplainNames;
  /** Inside `for 2 weeks`: the unit of the change is said already, and no last period is named. */
  readonly unit: PeriodUnit | null;
}

/** What is spoken of, and what is said of it: `连续 2 周` stands between the two. */
interface Clause {
  readonly subject: string;
  readonly predicate: string;
}

const clause = (subject: string, predicate: string): Clause => ({ subject, predicate });
const whole = ({ subject, predicate }: Clause): string => joinZh(subject, predicate);
const known = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
const pathOf = (expression: Expression | undefined): string => (expression?.kind === 'name' ? expression.path : '');

function metricOf(path: string, { names, unit }: Place): string {
  const per = unit === null ? names.per(path) : null;
  const period = per === null || per === 'day' ? '' : `（${LAST[per]}）`;
  return `${names.called('metric', path)}${period}`;
}

function titled(thing: 'event' | 'milestone' | 'segment' | 'stage', id: string, names: ExplainNames): string {
  const title = names.title(thing, id);
  return title === null ? code(id) : quoted(title, 'zh');
}

function noun(expression: Expression, place: Place): string {
  const { names } = place;
  switch (expression.kind) {
    case 'literal':
      return valueWords(expression.value, expression.type, 'zh');
    case 'reference':
      return titled(expression.to, expression.id, names);
    case 'name': {
      const { path } = expression;
      const fixed = known(BUILT_IN, path);
      if (fixed !== undefined) return fixed;
      const [family = '', ...rest] = path.split('.');
      if (rest.length === 0) return metricOf(path, place);
      if (family === 'parameter') return zh`参数${names.called('parameter', rest.join('.'))}`;
      if (rest.join('.') === 'outcome') return zh`步骤${code(family)}的结果`;
      const attribute = rest.join('.');
      const title = names.title('attribute', attribute);
      return zh`客户的${title === null ? code(attribute) : quoted(title, 'zh')}`;
    }
    case 'call': {
      const [first] = expression.args;
      const metric = metricOf(pathOf(first), place);
      const change = changeCall(expression);
      if (change) return zh`${metric}${OVER[change.over]}${change.way === 'fell' ? '降幅' : '增幅'}`;
      const standing = known(STANDINGS, expression.name);
      if (standing !== undefined) return zh`${metric}的${standing}`;
      if (expression.name === 'metric') return metric;
      if (expression.name === 'percentile') return zh`同分层中${metric}低于本客户的客户占比`;
      if (expression.name === 'days_since') return zh`距${moment(first, place)}已过的时间`;
      if (expression.name === 'days_until') return zh`距${moment(first, place)}还有的时间`;
      return `${expression.name}(${expression.args.map((one) => noun(one, place)).join(', ')})`;
    }
  }
}

function moment(of: Expression | undefined, place: Place): string {
  if (of?.kind === 'reference') return zh`事件${titled('event', of.id, place.names)}最近一次发生`;
  return known(MOMENTS, pathOf(of)) ?? (of ? noun(of, place) : '');
}

const AMOUNTS: Readonly<Record<ComparisonOperator, (value: string) => string>> = {
  '<': (value) => zh`低于${value}`,
  '<=': (value) => zh`不高于${value}`,
  '>': (value) => zh`高于${value}`,
  '>=': (value) => zh`不低于${value}`,
  '=': (value) => zh`等于${value}`,
};
const DATES: Readonly<Record<ComparisonOperator, (value: string) => string>> = {
  '<': (value) => zh`早于${value}`,
  '<=': (value) => zh`不晚于${value}`,
  '>': (value) => zh`晚于${value}`,
  '>=': (value) => zh`不早于${value}`,
  '=': (value) => zh`为${value}`,
};
const PASSED: Readonly<Record<ComparisonOperator, (value: string) => string>> = {
  '<': (value) => zh`不足${value}`,
  '<=': (value) => zh`不超过${value}`,
  '>': (value) => zh`已超过${value}`,
  '>=': (value) => zh`已满${value}`,
  '=': (value) => zh`正好${value}`,
};
const LEFT: Readonly<Record<ComparisonOperator, (value: string) => string>> = {
  '<': (value) => zh`不足${value}`,
  '<=': (value) => zh`不超过${value}`,
  '>': (value) => zh`还有${value}以上（不含）`,
  '>=': (value) => zh`还有${value}或以上`,
  '=': (value) => zh`正好还有${value}`,
};

function changeClause({ metric, way, over, op, share }: Change, place: Place): Clause {
  const verb = way === 'fell' ? '下降' : '增长';
  const against = place.unit !== null && place.unit === over ? '环比' : OVER[over];
  const value = valueWords(share, 'percent', 'zh');
  const say = (text: string): Clause => clause(metricOf(metric, { ...place, unit: place.unit ?? 'day' }), joinZh(against, text));
  if (share === 0) {
    const opposite = way === 'fell' ? '增长' : '下降';
    const words = { '>': verb, '>=': `未${opposite}`, '<': opposite, '<=': `未${verb}`, '=': '持平' };
    return say(words[op]);
  }
  switch (op) {
    case '>=':
      return say(zh`${verb}${value}或以上`);
    case '>':
      return say(zh`${verb}超过${value}`);
    case '<':
      return say(zh`${verb}不到${value}`);
    case '<=':
      return say(zh`${verb}不超过${value}`);
    case '=':
      return say(zh`${verb}正好${value}`);
  }
}

function counted(op: ComparisonOperator, right: Expression, place: Place, unit: string): string {
  const value = noun(right, place);
  const number = right.kind === 'literal' ? right.value : null;
  if ((op === '=' && number === 0) || (op === '<' && number === 1) || (op === '<=' && number === 0)) return zh`为 0 ${unit}`;
  if ((op === '>' && number === 0) || (op === '>=' && number === 1)) return zh`至少 1 ${unit}`;
  const words = { '<': '少于', '<=': '不超过', '>': '超过', '>=': '达到', '=': '正好' };
  return zh`${words[op]}${value}${unit}${op === '>=' ? '或以上' : ''}`;
}

function compare(op: ComparisonOperator, left: Expression, right: Expression, place: Place): Clause {
  const change = changeOf(op, left, right);
  if (change) return changeClause(change, place);
  const value = noun(right, place);
  if (left.kind === 'name' && left.path === 'days_in_stage') return clause('处于当前生命周期阶段', PASSED[op](value));
  if (left.kind === 'call') {
    const [first, second] = left.args;
    if (left.name === 'days_since') return clause(zh`距${moment(first, place)}`, PASSED[op](value));
    if (left.name === 'days_until') return clause(zh`距${moment(first, place)}`, LEFT[op](value));
    if (left.name === 'count') {
      const event = first ? noun(first, place) : '';
      return clause(zh`最近${second ? noun(second, place) : ''}内事件${event}`, counted(op, right, place, '次'));
    }
    if (left.name === 'open_tickets') {
      const of = first ? zh`优先级为${noun(first, place)}的` : '各优先级的';
      return clause(zh`${of}未关闭工单`, counted(op, right, place, '个'));
    }
  }
  if (left.type === 'date') return clause(noun(left, place), DATES[op](value));
  const sameMetric =
    left.kind === 'name' && right.kind === 'call' && pathOf(right.args[0]) === left.path
      ? known(STANDINGS, right.name)
      : undefined;
  return clause(noun(left, place), AMOUNTS[op](sameMetric ?? value));
}

function wordOf(path: string, word: string, names: ExplainNames): string {
  const family = path.slice(path.lastIndexOf('.') + 1);
  if (family === 'band' || family === 'locale') return closedWord(family, word, 'zh') ?? quoted(word, 'zh');
  if (family === 'status' || family === 'renewal') return quoted(closedWord(family, word, 'zh') ?? word, 'zh');
  if (path === 'account.segment') return titled('segment', word, names);
  if (path === 'lifecycle.stage') return titled('stage', word, names);
  const gloss = family === 'outcome' ? known(OUTCOMES, word) : undefined;
  return `${quoted(word, 'zh')}${gloss === undefined ? '' : `（${gloss}）`}`;
}

function oneOf(left: Expression, values: readonly string[], negated: boolean, place: Place): Clause {
  const path = pathOf(left);
  const words = listed(
    values.map((value) => wordOf(path, value, place.names)),
    'zh',
    'or',
  );
  if (path === 'account.segment') return clause('客户', zh`${negated ? '不' : ''}属于${words}分层`);
  if (path === 'lifecycle.stage') return clause('客户', zh`${negated ? '不' : ''}处于${words}阶段`);
  return clause(noun(left, place), zh`${negated ? '不是' : '为'}${words}`);
}

function holds(value: Expression, negated: boolean, place: Place): Clause {
  // What a parameter says, once it is bound.
  if (value.kind === 'literal') return clause('', (value.value === true) !== negated ? '恒成立' : '恒不成立');
  const not = negated ? '未' : '';
  if (value.kind === 'name' && value.path === 'account.muted') return clause('客户', negated ? '未设为免打扰' : '已设为免打扰');
  if (value.kind === 'call') {
    const [first, second] = value.args;
    if (value.name === 'reached') {
      const milestone = zh`里程碑${titled('milestone', first?.kind === 'reference' ? first.id : '', place.names)}`;
      if (second) return clause(milestone, zh`${not}在合同开始后第${noun(second, place)}天（含）前达成`);
      return clause(milestone, negated ? '尚未达成' : '已达成');
    }
    const role = first?.kind === 'literal' ? roleWords(String(first.value), 'zh') : first ? noun(first, place) : '';
    if (value.name === 'role_filled') return clause('客户', zh`${negated ? '没有' : '有'}${role}`);
    if (value.name === 'role_active') {
      const span = second ? noun(second, place) : `${spanWords(DEFAULT_ROLE_SPAN, 'zh')}（默认）`;
      return clause(role, zh`最近${span}内${negated ? '没有使用过' : '使用过'}产品`);
    }
  }
  return clause(noun(value, place), negated ? '为否' : '为是');
}

function part(condition: Condition, place: Place): string {
  const text = whole(clauseOf(condition, place));
  return condition.kind === 'all' || condition.kind === 'any' ? `（${text}）` : text;
}

function clauseOf(condition: Condition, place: Place): Clause {
  switch (condition.kind) {
    case 'compare':
      return compare(condition.op, condition.left, condition.right, place);
    case 'is':
      return oneOf(condition.left, [condition.value], condition.negated, place);
    case 'in':
      return oneOf(condition.left, condition.values, condition.negated, place);
    case 'missing':
      return clause(noun(condition.left, place), condition.negated ? '有数据' : '没有数据');
    case 'holds':
      return holds(condition.value, false, place);
    case 'not':
      if (condition.of.kind === 'holds') return holds(condition.of.value, true, place);
      return clause('并非', part(condition.of, place));
    case 'all':
    case 'any':
      return clause('', condition.of.map((one) => part(one, place)).join(condition.kind === 'all' ? '，且' : '，或'));
    case 'for': {
      const { count, unit, of } = condition;
      const span = count === 1 ? LAST[unit] : zh`连续${periodsWords(count, unit, 'zh')}`;
      const inner = clauseOf(of, { ...place, unit });
      if (of.kind === 'all' || of.kind === 'any') return clause('', zh`${span}满足（${whole(inner)}）`);
      return clause(inner.subject, joinZh(span, inner.predicate));
    }
  }
}

/** A condition in its plain form as a Chinese clause. */
export function conditionInChinese(condition: Condition, names: ExplainNames): string {
  return whole(clauseOf(condition, { names, unit: null }));
}
