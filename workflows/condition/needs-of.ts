import type { Condition, Expression } from '../model/condition.js';
import { builtInNamed } from './built-in-names.js';
import { functionNamed } from './functions.js';
import { walkCondition, walkExpression } from './walk-condition.js';

/** `wow_drop`, and of a function that takes several kinds of things also which: `days_since(event)`. */
function callNeed({ name, args }: Expression & { kind: 'call' }): string {
  const [first] = args;
  return name === 'days_since' && first?.kind === 'reference' ? 'days_since(event)' : name;
}

function collect(walk: (visit: (expression: Expression) => void) => void): readonly string[] {
  const needs = new Set<string>();
  walk((expression) => {
    if (expression.kind === 'name') needs.add(expression.path);
    if (expression.kind === 'call') needs.add(callNeed(expression));
  });
  return [...needs];
}

/** What a condition needs to be answered, each once: names as they are written, functions by their name. */
export function needsOf(condition: Condition): readonly string[] {
  return collect((visit) => walkCondition(condition, visit));
}

/** The same of a single value, such as a health dimension's. */
export function needsOfExpression(expression: Expression): readonly string[] {
  return collect((visit) => walkExpression(expression, visit));
}

/** Whether the engine keeps the data to answer one of these needs; metrics, attributes and outcomes it does. */
export function isRunnable(need: string): boolean {
  if (need === 'days_since(event)') return false;
  return builtInNamed(need)?.runnable ?? functionNamed(need)?.runnable ?? true;
}
