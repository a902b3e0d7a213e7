import type { ValueType } from '../model/fact.js';
import type { Doc, Range } from './functions.js';

export type NameFamily = 'health' | 'user_health' | 'judgement' | 'account' | 'contract' | 'lifecycle';

/** One name that every book has: what checker, reference, completion and hover know of it. */
export interface BuiltInName {
  readonly path: string;
  readonly family: NameFamily;
  readonly type: ValueType;
  /** The closed set of texts it can be, or where the catalogue lists them; null = any. */
  readonly values: readonly string[] | 'segments' | 'stages' | null;
  readonly range: Range;
  /** False = the engine keeps no data for it yet: it can be written, checked and tested, but not published. */
  readonly runnable: boolean;
  readonly doc: Doc;
  /** A condition that uses it. */
  readonly example: string;
}

const OPEN: Range = [null, null];
const BANDS = ['green', 'yellow', 'red'];
const name = (
  path: string,
  type: ValueType,
  doc: Doc,
  example: string,
  rest: Partial<Pick<BuiltInName, 'values' | 'range' | 'runnable' | 'family'>> = {},
): BuiltInName => ({
  path,
  family: path.slice(0, Math.max(0, path.indexOf('.'))) as NameFamily,
  type,
  values: null,
  range: OPEN,
  runnable: true,
  doc,
  example,
  ...rest,
});
const later = { runnable: false } as const;

/** Every name that every book has; there is no second list. */
export const BUILT_IN_NAMES: readonly BuiltInName[] = [
  name('health.score', 'number', { en: "The account's health score.", zh: '客户健康分。' }, 'health.score < 60', {
    range: [0, 100],
  }),
  name('health.band', 'text', { en: 'The band of the health score.', zh: '客户健康分所在的区间。' }, 'health.band is "red"', {
    values: BANDS,
  }),
  name(
    'user_health.score',
    'number',
    { en: "The health score of the account's end users.", zh: '终端用户健康分。' },
    'user_health.score < 50',
    { range: [0, 100], ...later },
  ),
  name(
    'user_health.band',
    'text',
    { en: "The band of the end users' health score.", zh: '终端用户健康分所在的区间。' },
    'user_health.band is "red"',
    { values: BANDS, ...later },
  ),
  name('account.name', 'text', { en: "The account's name.", zh: '客户名称。' }, 'account.name is "Acme"'),
  name(
    'account.segment',
    'text',
    { en: 'The segment the account falls into.', zh: '客户所属分层。' },
    'account.segment in ["smb", "mid"]',
    { values: 'segments' },
  ),
  name(
    'account.status',
    'text',
    { en: 'Where the account stands commercially.', zh: '客户的商务状态。' },
    'account.status is "active"',
    { values: ['trial', 'active', 'churned'] },
  ),
  name(
    'account.muted',
    'yes_no',
    { en: 'Nobody wants the account to be touched now.', zh: '客户是否设为免打扰。' },
    'not account.muted',
  ),
  name(
    'account.locale',
    'text',
    { en: 'The language the account is written to in.', zh: '与客户沟通所用的语言。' },
    'account.locale is "zh"',
    {
      values: ['en', 'zh'],
    },
  ),
  name('account.tier', 'text', { en: "The account's value tier.", zh: '客户的价值等级。' }, 'account.tier is "strategic"'),
  name(
    'contract.start',
    'date',
    { en: 'When the term in force began.', zh: '当前合同期的开始日期。' },
    'days_since(contract.start) >= 30d',
  ),
  name(
    'contract.end',
    'date',
    { en: 'When the term in force ends.', zh: '当前合同期的结束日期。' },
    'days_until(contract.end) <= 90d',
  ),
  name(
    'contract.seats',
    'number',
    { en: 'Seats bought for the term in force.', zh: '当前合同期购买的席位数。' },
    'contract.seats >= 50',
    {
      range: [0, null],
    },
  ),
  name(
    'contract.amount',
    'number',
    { en: 'Amount of the term in force.', zh: '当前合同期的金额。' },
    'contract.amount >= 100000',
    {
      range: [0, null],
      ...later,
    },
  ),
  name(
    'contract.product',
    'text',
    { en: 'The product of the term in force.', zh: '当前合同期的产品。' },
    'contract.product is "pro"',
  ),
  name('contract.renewal', 'text', { en: 'What became of the renewal.', zh: '续约结果。' }, 'contract.renewal is "open"', {
    values: ['open', 'renewed', 'lost'],
    ...later,
  }),
  name(
    'lifecycle.stage',
    'text',
    { en: "The account's lifecycle stage.", zh: '客户所处的生命周期阶段。' },
    'lifecycle.stage is "mature"',
    { values: 'stages', ...later },
  ),
  name(
    'lifecycle.since',
    'date',
    { en: 'When the account entered its lifecycle stage.', zh: '客户进入当前生命周期阶段的日期。' },
    'days_since(lifecycle.since) >= 14d',
    later,
  ),
  name(
    'days_in_stage',
    'duration',
    { en: 'How long the account has been in its lifecycle stage.', zh: '客户处于当前生命周期阶段的时长。' },
    'days_in_stage > 60d',
    { family: 'lifecycle', ...later },
  ),
  name(
    'judgement.rating',
    'number',
    { en: "The CSM's own rating of the account, 1 (worst) to 5.", zh: 'CSM 对客户的主观评分，1（最差）到 5。' },
    'judgement.rating <= 2',
    { range: [1, 5], ...later },
  ),
  name(
    'judgement.at',
    'date',
    { en: 'When the CSM last rated the account.', zh: 'CSM 最近一次评分的日期。' },
    'days_since(judgement.at) > 90d',
    later,
  ),
];

/** Names that a book makes up itself, for the reference: the part in angle brackets stands for its own word. */
export const NAME_PATTERNS: readonly { readonly pattern: string; readonly doc: Doc; readonly example: string }[] = [
  {
    pattern: '<metric>',
    doc: { en: 'A metric of the catalogue in its last closed period.', zh: '指标目录中的指标在上一个完整周期的值。' },
    example: 'logins < 10',
  },
  {
    pattern: 'account.<attribute>',
    doc: { en: "An attribute of the customer's own.", zh: '客户自定义属性。' },
    example: 'account.region is "north"',
  },
  {
    pattern: '<step>.outcome',
    doc: { en: 'The word an earlier step ended with.', zh: '前面某一步骤的结果。' },
    example: 'call_owner.outcome is "reached"',
  },
  {
    pattern: 'parameter.<name>',
    doc: { en: 'A parameter of the playbook, a constant.', zh: '该剧本的参数，为常量。' },
    example: 'days_since(contract.start) >= parameter.quiet_days',
  },
];

/** First words of dotted names, and bare names: nothing a book declares may be called so. */
export const BUILT_IN_WORDS: readonly string[] = [
  ...new Set([...BUILT_IN_NAMES.map(({ path }) => path.split('.')[0] ?? path), 'parameter', 'outcome']),
];

const BY_PATH: ReadonlyMap<string, BuiltInName> = new Map(BUILT_IN_NAMES.map((one) => [one.path, one]));

/** A name that every book has, by its path. */
export function builtInNamed(path: string): BuiltInName | undefined {
  return BY_PATH.get(path);
}

/** Days in the stage are counted from the day it was entered; the name has no reading of its own. */
export const STAGE_SINCE = 'lifecycle.since';
