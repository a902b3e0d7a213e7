import { approximateLength, printDuration } from '../approximate-length.js';
import { daysOf, slowestMetric } from '../conditions-of.js';
import type { Rule } from '../rule.js';

const DAY = 86_400_000;

/** The period that was running when the last step was done must be over, or the objective is judged on what was before. */
export const verifyTooSoon: Rule = {
  code: 'verify-too-soon',
  family: 'practice',
  severity: 'warning',
  says: 'A verification before the metric of its objective can show anything.',
  saysZh: '验证时间太早，目标所用的指标还来不及反映变化。',
  why: 'A metric is known once its period is over. Judged earlier, the objective reads the month before the last step and says nothing about it.',
  wrong: `verify:
  after: 14d
  objective:
    - { id: more_logins, expect: change_since_start(monthly_logins) >= 20%, primary: true }`,
  right: `verify:
  after: 45d
  objective:
    - { id: more_logins, expect: change_since_start(monthly_logins) >= 20%, primary: true }`,
  check: (context) => {
    const { verify } = context.playbook;
    const primary = verify?.objective.find((one) => one.primary);
    const metric = primary && slowestMetric(primary.expect.condition, context);
    if (!verify || !metric || approximateLength(verify.after.value) >= daysOf(metric.per) * DAY) return [];
    return [
      {
        span: verify.after.span,
        message: `${metric.id} is measured per ${metric.per}: ${printDuration(verify.after.value)} after the end no ${metric.per} is over that shows the effect`,
        suggestion: `wait longer than a ${metric.per}, or judge by a metric with a shorter period`,
      },
    ];
  },
};
