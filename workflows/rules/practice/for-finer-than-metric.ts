import type { Condition } from '../../model/condition.js';
import { allConditions, daysOf, slowestMetric } from '../conditions-of.js';
import type { Rule } from '../rule.js';

function lasting(condition: Condition): readonly (Condition & { kind: 'for' })[] {
  if (condition.kind === 'for') return [condition];
  if (condition.kind === 'not') return lasting(condition.of);
  return condition.kind === 'all' || condition.kind === 'any' ? condition.of.flatMap(lasting) : [];
}

/** A monthly number asked for in four weeks is the same number four times. */
export const forFinerThanMetric: Rule = {
  code: 'for-finer-than-metric',
  family: 'practice',
  severity: 'warning',
  says: 'A "for N weeks" about a metric that is measured less often.',
  saysZh: '"for N weeks" 的周期比指标的统计周期更短。',
  why: 'The same closed period is read again and again, so the condition does not ask whether it lasted. It looks stricter than it is.',
  wrong: 'start:\n  check: weekly on monday at 08:00\n  all: [monthly_logins < 20 for 3 weeks]',
  right: 'start:\n  check: weekly on monday at 08:00\n  all: [monthly_logins < 20 for 2 months]',
  check: (context) =>
    allConditions(context).flatMap(({ condition, span }) => {
      const found = lasting(condition).flatMap((one) => {
        const metric = slowestMetric(one.of, context);
        return metric && one.count > 1 && daysOf(one.unit) < daysOf(metric.per) ? [{ metric, one }] : [];
      })[0];
      if (!found) return [];
      const { metric, one } = found;
      const message = `${metric.id} is measured per ${metric.per}: in ${one.count} ${one.unit}s it is the same number again and again`;
      return [{ span, message, suggestion: `write for 2 ${metric.per}s, or leave the for out` }];
    }),
};
