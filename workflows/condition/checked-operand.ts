import type { Expression } from '../model/condition.js';
import type { Advice } from '../model/diagnostic.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';
import type { ValueType } from '../model/fact.js';
import type { Range } from './functions.js';
import type { ConditionProblem } from './problem.js';

/** A value whose type is known, or `open`: an attribute of the customer's own, typed by how it is used. */
export interface CheckedOperand {
  readonly expression: Expression;
  readonly open: boolean;
  /** The closed set of texts it can be; null = any. */
  readonly values: readonly string[] | null;
  readonly range: Range;
}

/** A place in the text of a condition. */
export interface At {
  readonly start: number;
  readonly end: number;
}

/** Reports a problem at a place in the text. */
export type Report = (at: At, code: DiagnosticCode, message: string, suggestion?: string | Advice) => void;

export function reportInto(problems: ConditionProblem[]): Report {
  return (at, code, message, suggestion) => problems.push({ code, message, suggestion, start: at.start, end: at.end });
}

export const OPEN_RANGE: Range = [null, null];

export function namedOperand(
  path: string,
  type: ValueType,
  values: readonly string[] | null = null,
  range = OPEN_RANGE,
): CheckedOperand {
  return { expression: { kind: 'name', path, type }, open: false, values, range };
}

export function openOperand(path: string): CheckedOperand {
  return { ...namedOperand(path, 'text'), open: true };
}

export function literalOperand(type: ValueType, value: number | string): CheckedOperand {
  const range: Range = typeof value === 'number' ? [value, value] : OPEN_RANGE;
  return { expression: { kind: 'literal', type, value }, open: false, values: null, range };
}
