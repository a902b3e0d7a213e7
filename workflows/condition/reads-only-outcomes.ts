import type { Condition, Expression } from '../model/condition.js';

function fromOutcomes(expression: Expression): boolean {
  if (expression.kind === 'literal') return true;
  return expression.kind === 'name' && expression.path.endsWith('.outcome') && expression.path.split('.').length === 2;
}

/** True when every value the condition reads is `<step>.outcome`: such a question needs no live data. */
export function readsOnlyOutcomes(condition: Condition): boolean {
  switch (condition.kind) {
    case 'compare':
      return fromOutcomes(condition.left) && fromOutcomes(condition.right);
    case 'is':
    case 'in':
    case 'missing':
      return fromOutcomes(condition.left);
    case 'holds':
      return fromOutcomes(condition.value);
    case 'not':
      return readsOnlyOutcomes(condition.of);
    case 'all':
    case 'any':
      return condition.of.every(readsOnlyOutcomes);
    case 'for':
      // Outcomes have no history, so a question about past periods cannot be answered from them.
      return false;
  }
}
