import type { ComparisonOperator, Condition, Expression } from '../model/condition.js';
import type { ValueType } from '../model/fact.js';
import { checkName } from './check-name.js';
import { checkOperand } from './check-operand.js';
import type { CheckedOperand, Report } from './checked-operand.js';
import type { Advice } from '../model/diagnostic.js';
import { didYouMean } from '../model/did-you-mean.js';
import type { Range } from './functions.js';
import type { NameScope } from './name-scope.js';
import { printExpression } from './print-condition.js';
import type { ConditionSyntax, OperandSyntax, StringSyntax, WordSyntax } from './syntax.js';

type Compare = ConditionSyntax & { kind: 'compare' };

const TYPE_WORDS: Readonly<Record<ValueType, string>> = {
  number: 'a number',
  percent: 'a percent',
  duration: 'a duration',
  date: 'a date',
  text: 'a text',
  yes_no: 'yes or no',
};

function typed(expression: Expression, type: ValueType): Expression {
  return { ...expression, type } as Expression;
}

function flip(op: ComparisonOperator): ComparisonOperator {
  return op === '<' ? '>' : op === '<=' ? '>=' : op === '>' ? '<' : op === '>=' ? '<=' : '=';
}

/** What a comparison with a constant always gives for every possible value; null = it depends. */
function foregone(op: ComparisonOperator, [low, high]: Range, constant: number): boolean | null {
  const allBelow = high !== null && high < constant;
  const allAbove = low !== null && low > constant;
  const never = {
    '<': low !== null && low >= constant,
    '<=': allAbove,
    '>': high !== null && high <= constant,
    '>=': allBelow,
    '=': allBelow || allAbove,
  };
  const always = {
    '<': allBelow,
    '<=': high !== null && high <= constant,
    '>': allAbove,
    '>=': low !== null && low >= constant,
    '=': false,
  };
  return never[op] ? false : always[op] ? true : null;
}

function rangeText([low, high]: Range, type: ValueType): string {
  const word = (value: number): string => printExpression({ kind: 'literal', type, value });
  if (low !== null && high !== null) return `lies between ${word(low)} and ${word(high)}`;
  return low !== null ? `is never below ${word(low)}` : high !== null ? `is never above ${word(high)}` : '';
}

/** What to write instead of a literal of the wrong type, when that can be told. */
function fixLiteral(literal: OperandSyntax, wanted: ValueType): string | Advice | undefined {
  if (literal.kind !== 'number') return undefined;
  const sign = literal.unit ?? '';
  const written = `${literal.value}${sign}`;
  if (wanted === 'percent' && literal.unit === null) {
    const fraction = Math.abs(literal.value) > 0 && Math.abs(literal.value) <= 1 && !Number.isInteger(literal.value);
    const percent = `${fraction ? Number((literal.value * 100).toPrecision(12)) : literal.value}%`;
    return { says: `write ${percent} instead of ${written}`, write: percent };
  }
  if (wanted === 'number') {
    const says = `write ${literal.value} instead of ${written}`;
    return literal.unit === '%' ? { says, write: String(literal.value) } : says;
  }
  if (wanted === 'duration') {
    const says = `write ${literal.value}d instead of ${written}`;
    return literal.unit === null ? { says, write: `${literal.value}d` } : says;
  }
  return undefined;
}

class ConditionChecker {
  constructor(
    private readonly scope: NameScope,
    private readonly report: Report,
  ) {}

  check(syntax: ConditionSyntax, inPast: boolean): Condition | null {
    switch (syntax.kind) {
      case 'compare':
        return this.compare(syntax);
      case 'is':
        return this.textTest(syntax, syntax.value.isName ? [] : [syntax.value], inPast);
      case 'in':
        return this.textTest(syntax, syntax.values, inPast);
      case 'missing': {
        const left = checkOperand(syntax.left, this.scope, this.report);
        if (left?.expression.kind === 'literal') this.report(syntax.left, 'type-mismatch', 'a constant is never missing');
        return left && { kind: 'missing', left: left.expression, negated: syntax.negated };
      }
      case 'holds':
        return this.holds(syntax.value);
      case 'not': {
        const of = this.check(syntax.of, inPast);
        return of && { kind: 'not', of };
      }
      case 'all':
      case 'any': {
        const parts = syntax.of.map((part) => this.check(part, inPast));
        const of = parts.filter((part) => part !== null);
        return of.length === parts.length ? { kind: syntax.kind, of } : null;
      }
      case 'for': {
        if (inPast) {
          this.report(syntax, 'condition-syntax', 'a "for" inside another "for"', 'keep one of the two');
          return null;
        }
        const of = this.check(syntax.of, true);
        return of && { kind: 'for', of, count: syntax.count, unit: syntax.unit };
      }
    }
  }

  private compare(syntax: Compare): Condition | null {
    const [left, right] = [syntax.left, syntax.right].map((side) => checkOperand(side, this.scope, this.report));
    if (!left || !right) return null;
    const type = this.commonType(syntax, left, right);
    if (type === null) return null;
    this.judgeRange(syntax, left, right, type);
    return { kind: 'compare', op: syntax.op, left: typed(left.expression, type), right: typed(right.expression, type) };
  }

  /** The type both sides have, or null after a report. */
  private commonType(syntax: Compare, left: CheckedOperand, right: CheckedOperand): ValueType | null {
    const at = { start: syntax.start, end: syntax.end };
    const [a, b] = [left.expression, right.expression];
    if (left.open && right.open) return 'number';
    const type = left.open ? b.type : a.type;
    const other = right.open ? a.type : b.type;
    if (type === 'text' || other === 'text') {
      const subject = a.kind === 'literal' ? b : a;
      const constant = a.kind === 'literal' ? a : b;
      if (subject.type !== 'text' && !(subject === a ? left : right).open) {
        const message = `${printExpression(subject)} is ${TYPE_WORDS[subject.type]}, it is compared with a text`;
        this.report(at, 'type-mismatch', message, 'write a value of the same type, without quotes');
        return null;
      }
      const written = printExpression(constant);
      const parameter = constant.kind === 'name' && constant.path.startsWith('parameter.') && constant.type === 'text';
      const value = constant.kind !== 'literal' && !parameter ? '"..."' : constant.type === 'text' ? written : `"${written}"`;
      const code = syntax.op === '=' && type === other ? 'wrong-operator' : 'type-mismatch';
      const is = `${printExpression(subject)} is ${value}`;
      const says = `texts are compared with is: ${is}`;
      const sure = syntax.op === '=' && constant.kind === 'literal' && subject.kind !== 'literal' && constant.type === 'text';
      const advice = sure ? { says, write: is, at: { start: syntax.start, end: syntax.end } } : says;
      this.report(at, code, `a text cannot be compared with ${syntax.op}`, advice);
      return null;
    }
    if (type === 'yes_no' || other === 'yes_no') {
      const value = printExpression(a.type === 'yes_no' ? a : b);
      this.report(at, 'type-mismatch', `${value} is yes or no, there is nothing to compare`, `write ${value} or not ${value}`);
      return null;
    }
    if (type === other) return type;
    const literal = b.kind === 'literal' ? syntax.right : a.kind === 'literal' ? syntax.left : null;
    const [subject, subjectType, literalType] =
      b.kind === 'literal' ? [a, type, other] : a.kind === 'literal' ? [b, other, type] : [a, type, other];
    const code = [type, other].every((one) => one === 'number' || one === 'percent') ? 'percent-vs-number' : 'type-mismatch';
    const name = printExpression(subject);
    let suggestion = literal ? fixLiteral(literal, subjectType) : undefined;
    if (subjectType === 'date' && literal)
      suggestion = `compare a distance: days_until(${name}) ${syntax.op} ${literalType === 'duration' ? printExpression(b) : '30d'}`;
    const message = `${name} is ${TYPE_WORDS[subjectType]}, it is compared with ${TYPE_WORDS[literalType]}`;
    this.report(literal ?? at, code, message, suggestion);
    return null;
  }

  private judgeRange(syntax: Compare, left: CheckedOperand, right: CheckedOperand, type: ValueType): void {
    const at = { start: syntax.start, end: syntax.end };
    const constants = left.expression.kind === 'literal' && right.expression.kind === 'literal';
    const flipped = left.expression.kind === 'literal';
    const constant = flipped ? left.expression : right.expression;
    if (constant.kind !== 'literal' || typeof constant.value !== 'number') return;
    const { range } = flipped ? right : left;
    const answer = foregone(flipped ? flip(syntax.op) : syntax.op, range, constant.value);
    if (answer === null) return;
    const subject = printExpression((flipped ? right : left).expression);
    const why = constants ? 'both sides are constants' : `${subject} ${rangeText(range, type)}`;
    this.report(
      at,
      answer ? 'always-true' : 'always-false',
      `this is always ${answer}: ${why}`,
      constants ? 'name a metric on one side' : undefined,
    );
  }

  private textTest(
    syntax: ConditionSyntax & { kind: 'is' | 'in' },
    values: readonly StringSyntax[],
    inPast: boolean,
  ): Condition | null {
    const left = checkOperand(syntax.left, this.scope, this.report);
    if (!left) return null;
    const { expression } = left;
    const name = printExpression(expression);
    if (expression.kind === 'literal') {
      this.report(syntax.left, 'type-mismatch', 'a constant is compared with a text', 'name what you want to test');
      return null;
    }
    if (expression.type !== 'text' && !left.open) {
      const first = values[0]?.value ?? '';
      const suggestion =
        expression.type === 'yes_no'
          ? `write ${name} or not ${name}`
          : `write a comparison, e.g. ${name} >= ${/^-?\d/.test(first) ? first : printExpression({ kind: 'literal', type: expression.type === 'date' ? 'number' : expression.type, value: 1 })}`;
      this.report(syntax, 'type-mismatch', `${name} is ${TYPE_WORDS[expression.type]}, not a text`, suggestion);
      return null;
    }
    if (inPast && expression.kind === 'name' && expression.path.endsWith('.outcome')) {
      this.report(syntax.left, 'not-readable-here', `${name} has no past periods`, 'leave out the "for"');
      return null;
    }
    let fine = true;
    for (const value of values) {
      if (left.values === null || left.values.includes(value.value)) continue;
      const near = didYouMean(value.value, left.values);
      const advice = typeof near === 'object' ? { ...near, write: `"${near.write}"` } : near;
      this.report(value, 'unknown-value', `${name} is never "${value.value}"`, advice);
      fine = false;
    }
    if (!fine) return null;
    const common = { left: typed(expression, 'text'), negated: syntax.negated };
    if (syntax.kind === 'is' && syntax.value.isName) return this.parameterTest(syntax.value, left.values, common);
    if (syntax.kind === 'is') return { kind: 'is', value: syntax.value.value, ...common };
    return { kind: 'in', values: values.map(({ value }) => value), ...common };
  }

  /** `account.segment is parameter.size`: the parameter must be a text that the value can be. */
  private parameterTest(
    at: WordSyntax,
    values: readonly string[] | null,
    common: { left: Expression; negated: boolean },
  ): Condition | null {
    const checked = checkName(at.value, at, this.scope, this.report);
    if (!checked) return null;
    const { type } = checked.expression;
    if (type !== 'text' && !checked.open) {
      this.report(at, 'type-mismatch', `${at.value} is ${TYPE_WORDS[type]}, not a text`, 'name a parameter with type: text');
      return null;
    }
    const never = values === null ? undefined : checked.values?.find((value) => !values.includes(value));
    if (never !== undefined) {
      const suggestion = `give the parameter only values of ${printExpression(common.left)}: ${values?.join(', ')}`;
      this.report(at, 'unknown-value', `${at.value} can be "${never}", ${printExpression(common.left)} never is`, suggestion);
      return null;
    }
    return { kind: 'is', value: '', parameter: at.value.slice('parameter.'.length), ...common };
  }

  private holds(syntax: OperandSyntax): Condition | null {
    const value = checkOperand(syntax, this.scope, this.report);
    if (!value) return null;
    const { expression } = value;
    if (expression.type === 'yes_no' || value.open) return { kind: 'holds', value: typed(expression, 'yes_no') };
    const name = printExpression(expression);
    const examples: Readonly<Record<ValueType, string>> = {
      number: `${name} >= 60`,
      percent: `${name} >= 50%`,
      duration: `${name} <= 30d`,
      date: `days_until(${name}) <= 30d`,
      text: `${name} is "${value.values?.[0] ?? '...'}"`,
      yes_no: name,
    };
    const suggestion =
      expression.kind === 'literal' ? 'write a comparison, e.g. health.score < 60' : `write e.g. ${examples[expression.type]}`;
    this.report(syntax, 'type-mismatch', `${name} is ${TYPE_WORDS[expression.type]}, not a yes/no question`, suggestion);
    return null;
  }
}

/** The typed condition, or null after at least one error was reported. `always-true`/`always-false` do not make it null. */
export function checkCondition(syntax: ConditionSyntax, scope: NameScope, report: Report): Condition | null {
  return new ConditionChecker(scope, report).check(syntax, false);
}
