import { approximateLength, printDuration } from '../approximate-length.js';
import { namesOf } from '../../condition/walk-condition.js';
import { daysOf, metricsOf } from '../conditions-of.js';
import type { Rule } from '../rule.js';

const DAY = 86_400_000;

/** Asked again before a period is over, a number is the same. */
export const checkTooOften: Rule = {
  code: 'check-too-often',
  family: 'practice',
  severity: 'warning',
  says: 'A check that repeats more often than its metric changes.',
  saysZh: '检查的重复频率高于指标的更新频率。',
  why: 'It asks the same closed period again and again. Each answer stands in the record as if somebody had looked at something new.',
  wrong: `steps:
  - id: look
    check: { expect: monthly_logins >= 20, every: 7d, up_to: 60d }`,
  right: `steps:
  - id: look
    check: { expect: monthly_logins >= 20, every: 1mo, up_to: 60d }`,
  check: (context) =>
    context.steps.flatMap((step) => {
      if (step.verb !== 'check' || !step.every) return [];
      const metrics = metricsOf(step.expect.condition, context);
      const [first] = metrics;
      // Something else in the condition may change more often.
      if (!first || new Set(namesOf(step.expect.condition)).size !== metrics.length) return [];
      const fastest = Math.min(...metrics.map((id) => daysOf(context.names.metrics?.[id]?.per ?? 'day')));
      if (approximateLength(step.every.value) >= fastest * DAY * 0.9) return [];
      const per = context.names.metrics?.[first]?.per ?? 'month';
      const message = `${first} is measured per ${per}: every ${printDuration(step.every.value)} it is mostly the same number`;
      return [{ span: step.every.span, message, suggestion: `ask once a ${per}` }];
    }),
};
