import type { ComparisonOperator } from '../model/condition.js';
import type { DurationUnit, PeriodUnit } from '../model/time.js';

interface At {
  readonly start: number;
  readonly end: number;
}

/** A value as written, not checked yet. */
export type OperandSyntax = At &
  (
    | { readonly kind: 'number'; readonly value: number; readonly unit: '%' | DurationUnit | null }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'name'; readonly path: string }
    | {
        readonly kind: 'call';
        readonly name: string;
        readonly nameEnd: number;
        readonly args: readonly ArgumentSyntax[];
        /** `by day 90` behind the parenthesis. */
        readonly byDay: (At & { readonly value: number }) | null;
      }
  );

/** `"p1"`, or with its name `priority: "p1"`. */
export interface ArgumentSyntax {
  readonly name: (At & { readonly text: string }) | null;
  readonly value: OperandSyntax;
}

export interface StringSyntax extends At {
  readonly value: string;
}

/** What stands behind `is`: a text in quotes, or the path of a parameter that is one. */
export interface WordSyntax extends StringSyntax {
  readonly isName: boolean;
}

/** A condition as written, not checked yet. `bracketed` = in parentheses of its own. */
export type ConditionSyntax = At & { readonly bracketed?: boolean } & (
    | { readonly kind: 'compare'; readonly op: ComparisonOperator; readonly left: OperandSyntax; readonly right: OperandSyntax }
    | { readonly kind: 'is'; readonly left: OperandSyntax; readonly value: WordSyntax; readonly negated: boolean }
    | { readonly kind: 'in'; readonly left: OperandSyntax; readonly values: readonly StringSyntax[]; readonly negated: boolean }
    | { readonly kind: 'missing'; readonly left: OperandSyntax; readonly negated: boolean }
    | { readonly kind: 'holds'; readonly value: OperandSyntax }
    | { readonly kind: 'not'; readonly of: ConditionSyntax }
    | { readonly kind: 'all' | 'any'; readonly of: readonly ConditionSyntax[] }
    | { readonly kind: 'for'; readonly of: ConditionSyntax; readonly count: number; readonly unit: PeriodUnit }
  );
