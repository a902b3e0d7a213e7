import type { Condition, Expression } from '../model/condition.js';
import type { FactValue } from '../model/fact.js';

/** Parameter -> its value, as facts have them: a percent is a fraction, a duration milliseconds. */
export type ParameterValues = Readonly<Record<string, FactValue>>;

const PREFIX = 'parameter.';

function valueOf(name: string, values: ParameterValues): FactValue | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function bindExpression(expression: Expression, values: ParameterValues): Expression {
  switch (expression.kind) {
    case 'name': {
      const value = expression.path.startsWith(PREFIX) ? valueOf(expression.path.slice(PREFIX.length), values) : undefined;
      return value === undefined ? expression : { kind: 'literal', type: expression.type, value };
    }
    case 'call':
      return { ...expression, args: expression.args.map((argument) => bindExpression(argument, values)) };
    case 'literal':
    case 'reference':
      return expression;
  }
}

/** A condition with the playbook's parameters replaced by their values, which makes them constants. Unknown ones stay. */
export function bindParameters(condition: Condition, values: ParameterValues): Condition {
  switch (condition.kind) {
    case 'compare':
      return {
        ...condition,
        left: bindExpression(condition.left, values),
        right: bindExpression(condition.right, values),
      };
    case 'is': {
      const { parameter, ...rest } = condition;
      const bound = { ...rest, left: bindExpression(condition.left, values) };
      const value = parameter === undefined ? undefined : valueOf(parameter, values);
      if (parameter === undefined) return bound;
      return typeof value === 'string' ? { ...bound, value } : { ...bound, parameter };
    }
    case 'in':
    case 'missing':
      return { ...condition, left: bindExpression(condition.left, values) };
    case 'holds':
      return { ...condition, value: bindExpression(condition.value, values) };
    case 'not':
    case 'for':
      return { ...condition, of: bindParameters(condition.of, values) };
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map((part) => bindParameters(part, values)) };
  }
}
