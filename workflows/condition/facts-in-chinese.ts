import type { PeriodUnit } from '../model/time.js';
import type { DayParts, FactWords, Over } from './fact-words.js';

const OVER: Readonly<Record<Over, string>> = { week: '周环比', month: '月环比', year: '同比', start: '自本次执行开始以来' };
const STANDING: Readonly<Record<string, string>> = {
  platform_average: '全部客户的平均',
  platform_median: '全部客户的中位',
  segment_average: '同分层客户的平均',
  segment_median: '同分层客户的中位',
};
const UNITS = { minute: '分钟', hour: '小时', day: '天' } as const;

function days(begins: readonly DayParts[]): string {
  const years = begins[0]?.year !== begins.at(-1)?.year;
  return begins.map(({ year, month, day }) => `${years ? `${year}年` : ''}${month}月${day}日`).join('和');
}

function periods(unit: PeriodUnit, begins: readonly DayParts[]): string {
  const years = begins[0]?.year !== begins.at(-1)?.year;
  switch (unit) {
    case 'day':
      return days(begins);
    case 'week':
      return `${days(begins)}${begins.length > 1 ? '两周' : '当周'}`;
    case 'month':
      return begins.map(({ year, month }) => `${years ? `${year}年` : ''}${month}月`).join('和');
    case 'quarter':
      return begins.map(({ year, month }) => `${year}年第${Math.ceil(month / 3)}季度`).join('和');
    case 'year':
      return begins.map(({ year }) => `${year}年`).join('和');
  }
}

const ENDING: Readonly<Record<PeriodUnit, string>> = { day: '日', week: '周', month: '月', quarter: '季度', year: '年度' };

export const IN_CHINESE: FactWords = {
  value: (name, value, at) => `${name} 为 ${value}${at}`,
  change(metric, over, way, share, details) {
    if (share === null) return `${metric} ${OVER[over]}变化未知${details}`;
    if (share === 'same') return `${metric} ${OVER[over]}无变化${details}`;
    return `${metric} ${OVER[over]}${way === 'rise' ? '上升' : '下降'} ${share}${details}`;
  },
  distance: (name, length, passed, day) => `${day} 时，${name} ${passed ? '已过' : '还有'} ${length}`,
  distanceUnknown: (name, day, isEvent) => (isEvent ? `截至 ${day} 未见 ${name} 发生` : `截至 ${day}，${name} 未知`),
  inStage: (length, since, day) =>
    length === null
      ? `截至 ${day}，处于当前阶段的时长未知`
      : `${day} 时，处于当前阶段已 ${length}${since === null ? '' : `（自 ${since} 起）`}`,
  reached(milestone, answer, on, by, day) {
    const until = by ?? day;
    if (answer === null) return `截至 ${day}，里程碑 ${milestone} 是否${by === null ? '' : `在${by}前`}达成未知`;
    if (!answer) return `里程碑 ${milestone} 在 ${until} 前未达成${on === null ? '' : `（${on} 才达成）`}`;
    return on === null
      ? `里程碑 ${milestone} 在 ${until} 前已达成`
      : `里程碑 ${milestone} 于 ${on} 达成${by === null ? '' : `，在${by}前`}`;
  },
  roleFilled: (role, answer, day) =>
    answer === null ? `${day} 时是否有 ${role} 未知` : `${day} 时${answer ? '有' : '没有'} ${role}`,
  roleActive: (role, answer, length, day) =>
    answer === null
      ? `${day} 前 ${length}内 ${role} 是否活跃未知`
      : `${day} 前 ${length}内${answer ? '有' : '没有'}活跃的 ${role}`,
  count: (event, times, length, day) =>
    times === null ? `${day} 前 ${length}内 ${event} 发生的次数未知` : `${day} 前 ${length}内 ${event} 发生 ${times} 次`,
  tickets(priority, open, day) {
    const of = priority === null ? '' : ` ${priority} `;
    return open === null ? `截至 ${day}，未关闭的${of}工单数未知` : `${day} 时有 ${open} 个未关闭的${of}工单`;
  },
  standing(among, metric, value, at) {
    if (among === 'percentile')
      return value === null
        ? `同分层中 ${metric} 低于本客户的比例未知${at}`
        : `同分层中有 ${value} 的客户 ${metric} 低于本客户${at}`;
    return `${STANDING[among] ?? among} ${metric} 为 ${value ?? '未知'}${at}`;
  },
  length: (amount, unit) => `${amount} ${UNITS[unit]}`,
  asOf: (day) => `截至 ${day}`,
  valueAsOf: (day) => `（截至 ${day}）`,
  periodEnding: (unit, lastDay) => `截至 ${lastDay} 的${unit === null ? '周期' : ENDING[unit]}`,
  periods,
  inParentheses: (parts) => `（${parts.join('，')}）`,
  unknown: '未知',
  yes: '是',
  no: '否',
  lessThan: (share) => `不到 ${share}`,
};
