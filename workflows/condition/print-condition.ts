import type { Condition, Expression } from '../model/condition.js';
import { formatLiteral } from './format-value.js';
import { functionNamed } from './functions.js';

/** `open_tickets(priority: "p1")`, `reached(key_behaviour) by day 90`: each argument as its parameter is written. */
function printCall({ name, args }: Expression & { kind: 'call' }): string {
  const parameters = functionNamed(name)?.parameters ?? [];
  const inside: string[] = [];
  let behind = '';
  args.forEach((argument, index) => {
    const text = printExpression(argument);
    const parameter = parameters[index];
    if (parameter?.written === 'by_day') behind = ` by day ${text}`;
    else inside.push(parameter?.written === 'named' ? `${parameter.name}: ${text}` : text);
  });
  return `${name}(${inside.join(', ')})${behind}`;
}

/** An expression as an author writes it. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return formatLiteral(expression.value, expression.type);
    case 'name':
      return expression.path;
    case 'call':
      return printCall(expression);
    case 'reference':
      return expression.id;
  }
}

function isCompound(condition: Condition): boolean {
  return condition.kind === 'all' || condition.kind === 'any' || condition.kind === 'for';
}

/** Wrapped where leaving the parentheses out would change or blur the meaning. */
function part(condition: Condition): string {
  const text = printCondition(condition);
  return isCompound(condition) ? `(${text})` : text;
}

/** The canonical text of a condition: reading it again gives the same condition. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'compare':
      return `${printExpression(condition.left)} ${condition.op} ${printExpression(condition.right)}`;
    case 'is':
      return `${printExpression(condition.left)} is ${condition.negated ? 'not ' : ''}${
        condition.parameter === undefined ? `"${condition.value}"` : `parameter.${condition.parameter}`
      }`;
    case 'in':
      return `${printExpression(condition.left)} ${condition.negated ? 'not ' : ''}in [${condition.values
        .map((value) => `"${value}"`)
        .join(', ')}]`;
    case 'missing':
      return `${printExpression(condition.left)} is ${condition.negated ? 'not ' : ''}missing`;
    case 'holds':
      return printExpression(condition.value);
    case 'not':
      return `not ${part(condition.of)}`;
    case 'all':
    case 'any':
      if (condition.of.length === 1 && condition.of[0]) return printCondition(condition.of[0]);
      return condition.of.map(part).join(condition.kind === 'all' ? ' and ' : ' or ');
    case 'for': {
      const unit = `${condition.unit}${condition.count === 1 ? '' : 's'}`;
      const inner = printCondition(condition.of);
      const wrap = isCompound(condition.of) || condition.of.kind === 'not';
      return `${wrap ? `(${inner})` : inner} for ${condition.count} ${unit}`;
    }
  }
}
