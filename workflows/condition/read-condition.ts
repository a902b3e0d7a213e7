import type { Expression, NamedCondition } from '../model/condition.js';
import { checkCondition } from './check-condition.js';
import { checkOperand } from './check-operand.js';
import { reportInto, type CheckedOperand } from './checked-operand.js';
import type { NameScope } from './name-scope.js';
import { parseConditionSyntax, parseExpressionSyntax } from './parser.js';
import { printCondition } from './print-condition.js';
import type { ConditionProblem } from './problem.js';

export interface ReadCondition {
  /** With its canonical text; null = it has problems. */
  readonly condition: NamedCondition | null;
  readonly problems: readonly ConditionProblem[];
}

/** Reads and checks a condition. Total: bad text gives problems, never an exception. */
export function readCondition(text: string, scope: NameScope): ReadCondition {
  const syntax = parseConditionSyntax(text);
  if ('code' in syntax) return { condition: null, problems: [syntax] };
  const problems: ConditionProblem[] = [];
  const condition = checkCondition(syntax, scope, reportInto(problems));
  if (!condition || problems.length > 0) return { condition: null, problems };
  return { condition: { text: printCondition(condition), condition }, problems };
}

export interface ReadExpression {
  readonly expression: Expression | null;
  /** Its type is not known: an attribute, or a metric of a catalogue that could not be read. */
  readonly open: boolean;
  readonly range: CheckedOperand['range'];
  readonly problems: readonly ConditionProblem[];
}

/** Reads and checks a single value such as `wow_drop(logins)`. */
export function readExpression(text: string, scope: NameScope): ReadExpression {
  const syntax = parseExpressionSyntax(text);
  // A syntax tree has no `message`; a problem has.
  if ('message' in syntax) return { expression: null, open: false, range: [null, null], problems: [syntax] };
  const problems: ConditionProblem[] = [];
  const checked = checkOperand(syntax, scope, reportInto(problems));
  return {
    expression: checked?.expression ?? null,
    open: checked?.open ?? false,
    range: checked?.range ?? [null, null],
    problems,
  };
}
