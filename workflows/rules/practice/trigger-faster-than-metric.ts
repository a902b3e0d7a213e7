import { namesOf } from '../../condition/walk-condition.js';
import { daysOf, metricsOf } from '../conditions-of.js';
import type { Rule } from '../rule.js';

const LOOKS = { day: 1, week: 7, month: 30 } as const;

/** Between two closed periods the answer stays the same, whoever asks. */
export const triggerFasterThanMetric: Rule = {
  code: 'trigger-faster-than-metric',
  family: 'practice',
  severity: 'warning',
  says: 'A trigger that looks every day at numbers that change once a month or less often.',
  saysZh: '触发条件每天检查，而指标一个月才更新一次。',
  why: 'The answer is the same on thirty days in a row. A reader expects daily news, and the start falls on the first of the month all the same.',
  wrong: 'start:\n  check: daily at 08:00\n  all: [mom_drop(monthly_logins) >= 50%]',
  right: 'start:\n  check: monthly on day 2 at 08:00\n  all: [mom_drop(monthly_logins) >= 50%]',
  check: (context) => {
    const { start } = context.playbook;
    if (start.kind !== 'becomes_true') return [];
    const read = start.when.of.flatMap(({ condition }) => namesOf(condition));
    const metrics = start.when.of.flatMap(({ condition }) => metricsOf(condition, context));
    const [first] = metrics;
    if (!first || new Set(read).size !== new Set(metrics).size) return [];
    const fastest = Math.min(...metrics.map((id) => daysOf(context.names.metrics?.[id]?.per ?? 'day')));
    // A daily look at a weekly number is usual: it catches late data.
    if (fastest < 28 || LOOKS[start.cadence.every] * 5 > fastest) return [];
    const per = context.names.metrics?.[first]?.per ?? 'month';
    return [
      {
        span: start.span,
        message: `the trigger looks every ${start.cadence.every}, but ${first} changes once a ${per}`,
        suggestion: 'write check: monthly on day 2 at 08:00',
      },
    ];
  },
};
