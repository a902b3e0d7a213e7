import { checkCall } from './check-call.js';
import { checkName } from './check-name.js';
import { literalOperand, type CheckedOperand, type Report } from './checked-operand.js';
import { exactLength } from './exact-length.js';
import type { NameScope } from './name-scope.js';
import type { OperandSyntax } from './syntax.js';

/** The typed value of an operand, or null after a report. */
export function checkOperand(syntax: OperandSyntax, scope: NameScope, report: Report): CheckedOperand | null {
  switch (syntax.kind) {
    case 'number': {
      const { value, unit } = syntax;
      if (unit === null) return literalOperand('number', value);
      if (unit === '%') return literalOperand('percent', Number((value / 100).toPrecision(15)));
      const length = exactLength(syntax, report);
      return length === null ? null : literalOperand('duration', length);
    }
    case 'string':
      return literalOperand('text', syntax.value);
    case 'name':
      return checkName(syntax.path, syntax, scope, report);
    case 'call':
      return checkCall(syntax, scope, report);
  }
}
