import type { ComparisonOperator, Condition, Expression } from '../model/condition.js';
import type { PeriodUnit } from '../model/time.js';

/** A condition without `not`: it was pushed down to the values, which three-valued logic allows. */
export type PositiveForm =
  | { readonly kind: 'compare'; readonly op: ComparisonOperator | '!='; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'in'; readonly left: Expression; readonly values: readonly string[]; readonly negated: boolean }
  | { readonly kind: 'missing'; readonly left: Expression; readonly negated: boolean }
  | { readonly kind: 'holds'; readonly left: Expression; readonly negated: boolean }
  | { readonly kind: 'all' | 'any'; readonly of: readonly PositiveForm[] }
  /** In each of the last `count` periods, or in one of them. */
  | {
      readonly kind: 'for';
      readonly of: PositiveForm;
      readonly every: boolean;
      readonly count: number;
      readonly unit: PeriodUnit;
    };

const OPPOSITE: Readonly<Record<ComparisonOperator, ComparisonOperator | '!='>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '=': '!=',
};
const FLIPPED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '!=': '!=' } as const;

/** The same question without `not`, and with constants on the right of their comparison. */
export function positiveForm(condition: Condition, negated = false): PositiveForm {
  switch (condition.kind) {
    case 'compare': {
      const op = negated ? OPPOSITE[condition.op] : condition.op;
      if (condition.left.kind !== 'literal' || condition.right.kind === 'literal')
        return { kind: 'compare', op, left: condition.left, right: condition.right };
      return { kind: 'compare', op: FLIPPED[op], left: condition.right, right: condition.left };
    }
    case 'is': {
      const word = condition.parameter === undefined ? condition.value : `parameter.${condition.parameter}`;
      return { kind: 'in', left: condition.left, values: [word], negated: condition.negated !== negated };
    }
    case 'in':
      return { kind: 'in', left: condition.left, values: condition.values, negated: condition.negated !== negated };
    case 'missing':
      return { kind: 'missing', left: condition.left, negated: condition.negated !== negated };
    case 'holds':
      return { kind: 'holds', left: condition.value, negated };
    case 'not':
      return positiveForm(condition.of, !negated);
    case 'all':
    case 'any': {
      const [only] = condition.of;
      if (only !== undefined && condition.of.length === 1) return positiveForm(only, negated);
      const kind = (condition.kind === 'all') === negated ? 'any' : 'all';
      return { kind, of: condition.of.map((part) => positiveForm(part, negated)) };
    }
    case 'for':
      return {
        kind: 'for',
        of: positiveForm(condition.of, negated),
        every: !negated,
        count: condition.count,
        unit: condition.unit,
      };
  }
}
