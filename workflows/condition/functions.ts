import type { MetricDefinition } from '../model/catalogue.js';
import type { ValueType } from '../model/fact.js';
import type { PeriodUnit } from '../model/time.js';

/** Lowest and highest possible value; null = open. */
export type Range = readonly [number | null, number | null];

/** A text in both languages of the product. */
export interface Doc {
  readonly en: string;
  readonly zh: string;
}

export type ArgumentKind =
  /** The id of a metric. */
  | 'metric'
  /** A name of type date. */
  | 'date'
  /** A name of type date, or the id of an event. */
  | 'date_or_event'
  | 'event'
  | 'milestone'
  /** A contact role, as a text. */
  | 'role'
  /** A length of time, or a parameter of that type. */
  | 'span'
  /** A day counted from the contract's start, a whole number. */
  | 'day'
  /** A ticket priority, as a text. */
  | 'priority';

export interface FunctionParameter {
  readonly name: string;
  readonly kind: ArgumentKind;
  /** Plain by its place, `priority: "p1"` by its name, or behind the parenthesis: `by day 90`. */
  readonly written: 'plain' | 'named' | 'by_day';
  /** What leaving it out means; null = it must be there. */
  readonly whenLeftOut: Doc | null;
}

export type FunctionFamily = 'level' | 'change' | 'relative' | 'duration' | 'milestones' | 'people' | 'counts';

/** One function of the condition language: what checker, printer, reference, completion and hover know of it. */
export interface ConditionFunction {
  readonly name: string;
  readonly family: FunctionFamily;
  readonly parameters: readonly FunctionParameter[];
  /** `metric` = that of the metric it is asked about. */
  readonly type: ValueType | 'metric';
  /** The period its metric must have; null = any. */
  readonly per: PeriodUnit | null;
  readonly insideRunOnly: boolean;
  /** What must be known before it can be asked, so that it is circular where that is being defined. */
  readonly needs: 'segment' | 'milestone' | null;
  /** False = the engine keeps no data for it yet: it can be written, checked and tested, but not published. */
  readonly runnable: boolean;
  readonly doc: Doc;
  /** A condition that uses it. */
  readonly example: string;
  /** Possible results; of a metric where one is asked about. */
  range(metric: MetricDefinition | null): Range;
}

/** How long `role_active` looks back when nothing is said: a month of use without a holiday's gap. */
export const DEFAULT_ROLE_SPAN = 30 * 86_400_000;

const anything = (): Range => [null, null];
const fromZero = (): Range => [0, null];
const share = (): Range => [0, 1];
const asMetric = (metric: MetricDefinition | null): Range => metric?.range ?? [null, null];
/** A metric that is never negative can lose at most all of itself. */
const neverNegative = (metric: MetricDefinition | null): boolean => (metric?.range[0] ?? -1) >= 0;
const drop = (metric: MetricDefinition | null): Range => [null, neverNegative(metric) ? 1 : null];
const rise = (metric: MetricDefinition | null): Range => [neverNegative(metric) ? -1 : null, null];

const parameter = (name: string, kind: ArgumentKind): FunctionParameter => ({
  name,
  kind,
  written: 'plain',
  whenLeftOut: null,
});
const METRIC = parameter('metric', 'metric');

const PLAIN = { per: null, insideRunOnly: false, needs: null, runnable: true } as const;

const PERIOD_DOCS: Readonly<Record<'wow' | 'mom' | 'yoy', { readonly per: PeriodUnit | null; readonly doc: Doc }>> = {
  wow: { per: 'week', doc: { en: 'from the week before to the last closed week', zh: '上一个完整周相对于前一周' } },
  mom: { per: 'month', doc: { en: 'from the month before to the last closed month', zh: '上一个完整月相对于前一月' } },
  yoy: {
    per: null,
    doc: {
      en: 'from the same period a year before to the last closed one (52 weeks for weeks and days, 12 months for months)',
      zh: '上一个完整周期相对于一年前的同一周期（周和日为 52 周前，月为 12 个月前）',
    },
  },
};

function change(over: 'wow' | 'mom' | 'yoy', way: 'drop' | 'rise', example: string): ConditionFunction {
  const { per, doc } = PERIOD_DOCS[over];
  return {
    ...PLAIN,
    name: `${over}_${way}`,
    family: 'change',
    type: 'percent',
    parameters: [METRIC],
    per,
    runnable: over !== 'yoy',
    doc:
      way === 'drop'
        ? { en: `By how much a metric fell, ${doc.en}; negative when it rose.`, zh: `指标的降幅：${doc.zh}；上升时为负。` }
        : { en: `By how much a metric rose, ${doc.en}; negative when it fell.`, zh: `指标的升幅：${doc.zh}；下降时为负。` },
    example,
    range: way === 'drop' ? drop : rise,
  };
}

function standing(among: 'platform' | 'segment', of: 'average' | 'median', doc: Doc): ConditionFunction {
  return {
    ...PLAIN,
    name: `${among}_${of}`,
    family: 'relative',
    type: 'metric',
    parameters: [METRIC],
    needs: among === 'segment' ? 'segment' : null,
    runnable: false,
    doc,
    example: `activation_rate < ${among}_${of}(activation_rate) for 3 months`,
    range: asMetric,
  };
}

/** Every function of the language; there is no second list. */
export const FUNCTIONS: readonly ConditionFunction[] = [
  {
    ...PLAIN,
    name: 'metric',
    family: 'level',
    type: 'metric',
    parameters: [METRIC],
    doc: {
      en: 'A metric in its last closed period, the same as its bare name.',
      zh: '指标在上一个完整周期的值，与直接写指标名相同。',
    },
    example: 'metric(logins) < 10',
    range: asMetric,
  },
  change('wow', 'drop', 'wow_drop(logins) >= 50% for 2 weeks'),
  change('wow', 'rise', 'wow_rise(logins) >= 20%'),
  change('mom', 'drop', 'mom_drop(revenue) >= 10%'),
  change('mom', 'rise', 'mom_rise(revenue) >= 10%'),
  change('yoy', 'drop', 'yoy_drop(logins) >= 30%'),
  change('yoy', 'rise', 'yoy_rise(revenue) >= 30%'),
  {
    ...PLAIN,
    name: 'change_since_start',
    family: 'change',
    type: 'percent',
    parameters: [METRIC],
    insideRunOnly: true,
    doc: {
      en: 'By how much a metric rose from the period closed before the run began to the last closed one; negative when it fell.',
      zh: '指标自本次执行开始前的完整周期到上一个完整周期的升幅；下降时为负。',
    },
    example: 'change_since_start(logins) >= 20%',
    range: rise,
  },
  standing('platform', 'average', {
    en: 'The average of a metric over all accounts, in its last closed period.',
    zh: '全部客户在上一个完整周期的指标平均值。',
  }),
  standing('platform', 'median', {
    en: 'The median of a metric over all accounts, in its last closed period.',
    zh: '全部客户在上一个完整周期的指标中位数。',
  }),
  standing('segment', 'average', {
    en: "The average of a metric over the accounts of the account's segment, in its last closed period.",
    zh: '同一客户分层内的客户在上一个完整周期的指标平均值。',
  }),
  standing('segment', 'median', {
    en: "The median of a metric over the accounts of the account's segment, in its last closed period.",
    zh: '同一客户分层内的客户在上一个完整周期的指标中位数。',
  }),
  {
    ...PLAIN,
    name: 'percentile',
    family: 'relative',
    type: 'percent',
    parameters: [METRIC],
    needs: 'segment',
    runnable: false,
    doc: {
      en: "The share of the segment's accounts that lie below this one by a metric, in its last closed period.",
      zh: '同一客户分层内，指标低于本客户的客户所占比例（上一个完整周期）。',
    },
    example: 'percentile(logins) < 20%',
    range: share,
  },
  {
    ...PLAIN,
    name: 'days_since',
    family: 'duration',
    type: 'duration',
    parameters: [parameter('date or event', 'date_or_event')],
    doc: {
      en: 'How long ago a date was or an event last happened, on the wall clock; unknown when it never happened.',
      zh: '距某日期或某事件最近一次发生已过多久（按当地时间）；从未发生则为未知。',
    },
    example: 'days_since(champion_left) <= 7d',
    range: anything,
  },
  {
    ...PLAIN,
    name: 'days_until',
    family: 'duration',
    type: 'duration',
    parameters: [parameter('date', 'date')],
    doc: {
      en: 'How long it still is to a date, on the wall clock; negative when it has passed.',
      zh: '距某日期还有多久（按当地时间）；已过则为负。',
    },
    example: 'days_until(contract.end) <= 90d',
    range: anything,
  },
  {
    ...PLAIN,
    name: 'reached',
    family: 'milestones',
    type: 'yes_no',
    parameters: [
      parameter('milestone', 'milestone'),
      {
        name: 'by day N',
        kind: 'day',
        written: 'by_day',
        whenLeftOut: { en: 'reached at any time until now', zh: '截至目前任何时间达成' },
      },
    ],
    needs: 'milestone',
    runnable: false,
    doc: {
      en: "Whether a milestone was reached; with `by day N`, by the end of day N after the contract's start (unknown before that day is over, unless it was reached).",
      zh: '里程碑是否达成；加 `by day N` 表示在合同开始后第 N 天结束前是否达成（该日结束前尚未达成则为未知）。',
    },
    example: 'not reached(key_behaviour) by day 90',
    range: anything,
  },
  {
    ...PLAIN,
    name: 'role_active',
    family: 'people',
    type: 'yes_no',
    parameters: [
      parameter('role', 'role'),
      { name: 'span', kind: 'span', written: 'plain', whenLeftOut: { en: '30d', zh: '30d' } },
    ],
    runnable: false,
    doc: {
      en: 'Whether somebody with a role used the product in the span that ends now; no when nobody has the role.',
      zh: '担任某角色的人在截至目前的时间段内是否使用过产品；无人担任则为否。',
    },
    example: 'not role_active("champion", 14d)',
    range: anything,
  },
  {
    ...PLAIN,
    name: 'role_filled',
    family: 'people',
    type: 'yes_no',
    parameters: [parameter('role', 'role')],
    doc: { en: 'Whether somebody at the account has a role.', zh: '客户是否有人担任某角色。' },
    example: 'role_filled("admin")',
    range: anything,
  },
  {
    ...PLAIN,
    name: 'count',
    family: 'counts',
    type: 'number',
    parameters: [parameter('event', 'event'), parameter('span', 'span')],
    runnable: false,
    doc: {
      en: 'How often an event of the account happened in the span that ends now.',
      zh: '客户的某事件在截至目前的时间段内发生的次数。',
    },
    example: 'count(support_call, 30d) >= 3',
    range: fromZero,
  },
  {
    ...PLAIN,
    name: 'open_tickets',
    family: 'counts',
    type: 'number',
    parameters: [
      {
        name: 'priority',
        kind: 'priority',
        written: 'named',
        whenLeftOut: { en: 'tickets of every priority', zh: '所有优先级的工单' },
      },
    ],
    runnable: false,
    doc: { en: 'How many support tickets are open.', zh: '未关闭的支持工单数量。' },
    example: 'open_tickets(priority: "p1") > 0',
    range: fromZero,
  },
];

const BY_NAME: ReadonlyMap<string, ConditionFunction> = new Map(FUNCTIONS.map((one) => [one.name, one]));

/** A function of the language by its name. */
export function functionNamed(name: string): ConditionFunction | undefined {
  return BY_NAME.get(name);
}

/** As the reference and the editor show it: `role_active(role, [span])`, `reached(milestone) [by day N]`. */
export function signatureOf({ name, parameters }: ConditionFunction): string {
  const shown = ({ name: text, written, whenLeftOut }: FunctionParameter): string => {
    const whole = written === 'named' ? `${text}: ...` : text;
    return whenLeftOut === null ? whole : `[${whole}]`;
  };
  const inside = parameters.filter(({ written }) => written !== 'by_day').map(shown);
  return [`${name}(${inside.join(', ')})`, ...parameters.filter(({ written }) => written === 'by_day').map(shown)].join(' ');
}
