import type { AuthoredCondition } from '../../model/playbook.js';
import { implies } from '../logic/implies.js';
import type { Finding, Rule } from '../rule.js';

function among(conditions: readonly AuthoredCondition[], every: boolean): readonly Finding[] {
  return conditions.flatMap((one, index) => {
    const other = conditions.find((stricter, place) => {
      if (stricter === one) return false;
      const [from, to] = every ? [stricter, one] : [one, stricter];
      if (!implies(from.condition, to.condition)) return false;
      // Of two that say the same the later one is told.
      return place < index || !implies(to.condition, from.condition);
    });
    if (!other) return [];
    const message = every
      ? `${other.text} in line ${other.span.line} already says this`
      : `${other.text} in line ${other.span.line} already covers this`;
    return [{ span: one.span, message, suggestion: 'remove it, or correct the number' }];
  });
}

/** Two conditions of one list where one is enough: most often the second was meant to ask something else. */
export const redundantCondition: Rule = {
  code: 'redundant-condition',
  family: 'practice',
  severity: 'warning',
  says: 'A condition that another one of the same list already covers.',
  saysZh: '该条件已被同一列表中的另一个条件包含。',
  why: 'It changes nothing, so a reader looks for the difference it was meant to make. Most often a number or a name is wrong.',
  wrong: 'start:\n  check: daily at 08:00\n  all: [health.score < 60, health.score < 80]',
  right: 'start:\n  check: daily at 08:00\n  all: [health.score < 60, wow_drop(logins) >= 20%]',
  check: ({ playbook }) => {
    const { start, enroll } = playbook;
    const when = start.kind === 'manual' ? null : start.when;
    return [...(when ? among(when.of, when.mode === 'all') : []), ...among(enroll.only, true), ...among(enroll.never, false)];
  },
};
