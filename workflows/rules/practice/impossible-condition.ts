import type { Condition } from '../../model/condition.js';
import { allConditions, startConditions } from '../conditions-of.js';
import { excludes, isImpossible } from '../logic/implies.js';
import type { Finding, Rule } from '../rule.js';

/** A single comparison that can never be true is told when it is read; this is about several that contradict each other. */
function isSingle({ kind }: Condition): boolean {
  return kind !== 'all' && kind !== 'any' && kind !== 'not' && kind !== 'for';
}

/** Conditions that contradict each other: what depends on them never happens. */
export const impossibleCondition: Rule = {
  code: 'impossible-condition',
  family: 'practice',
  severity: 'error',
  says: 'Conditions that can never be true together.',
  saysZh: '条件互相矛盾，永远不可能同时成立。',
  why: 'What depends on them never happens: the playbook never starts, the arm is never taken, the objective is never met.',
  wrong: 'start:\n  check: daily at 08:00\n  all: [health.score < 30, health.score > 40]',
  right: 'start:\n  check: daily at 08:00\n  all: [health.score < 40, health.score > 30]',
  check: (context) => {
    const alone = allConditions(context).flatMap(({ condition, span, text }): readonly Finding[] => {
      if (isSingle(condition) || !isImpossible(condition)) return [];
      return [
        { span, message: `no account can ever make this true: ${text}`, suggestion: 'correct one of its parts, or write or' },
      ];
    });
    if (alone.length > 0) return alone;
    const start = startConditions(context.playbook);
    const together = start.flatMap((one, index): readonly Finding[] => {
      const other = start.slice(0, index).find(({ condition }) => excludes(condition, one.condition));
      if (!other) return [];
      const message = `this and ${other.text} in line ${other.span.line} are never true together, so nobody enters`;
      return [{ span: one.span, message, suggestion: 'correct one of the two, or write them under any:' }];
    });
    return together.slice(0, 1);
  },
};
