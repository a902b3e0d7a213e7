import type { Condition } from '../model/condition.js';
import { walkCondition } from './walk-condition.js';

const OUTCOME = /^[^.]+\.outcome$/;

/**
 * True when every value the condition reads is `<step>.outcome`: such a question needs no live data. Outcomes have no
 * history, so a question about past periods cannot be answered from them.
 */
export function readsOnlyOutcomes(condition: Condition): boolean {
  let only = true;
  walkCondition(condition, (expression, past) => {
    const own = expression.kind === 'literal' || (expression.kind === 'name' && OUTCOME.test(expression.path));
    if (!own || past > 0) only = false;
  });
  return only;
}
