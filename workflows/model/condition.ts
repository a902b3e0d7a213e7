import type { FactValue, ValueType } from './fact.js';
import type { PeriodUnit } from './time.js';

/** A typed value in a condition: plain JSON, carried in a plan. */
export type Expression =
  | { readonly kind: 'literal'; readonly type: ValueType; readonly value: FactValue }
  /** `logins` (a metric's last closed period), `health.score`, `account.segment`, `call_owner.outcome`, `parameter.days`. */
  | { readonly kind: 'name'; readonly path: string; readonly type: ValueType }
  /** Something of the catalogue that a function is asked about, which has no value of its own: an event, a milestone. */
  | { readonly kind: 'reference'; readonly to: 'event' | 'milestone'; readonly id: string; readonly type: ValueType }
  /** Arguments stand in the order of the function's parameters; optional ones at the end may be left out. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly type: ValueType };

export type ComparisonOperator = '<' | '<=' | '>' | '>=' | '=';

/** A checked yes/no question in three-valued logic: plain JSON, carried in a plan and never changed in place. */
export type Condition =
  | { readonly kind: 'compare'; readonly op: ComparisonOperator; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'is';
      readonly left: Expression;
      readonly value: string;
      readonly negated: boolean;
      /** The playbook's parameter that stands where the text would; binding puts its text into `value`. */
      readonly parameter?: string;
    }
  | { readonly kind: 'in'; readonly left: Expression; readonly values: readonly string[]; readonly negated: boolean }
  | { readonly kind: 'missing'; readonly left: Expression; readonly negated: boolean }
  /** A bare yes/no value: `account.muted`. */
  | { readonly kind: 'holds'; readonly value: Expression }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  /** True in each of the last `count` closed periods. */
  | { readonly kind: 'for'; readonly of: Condition; readonly count: number; readonly unit: PeriodUnit };

/** A condition together with the text it was written as (canonical spacing), which names it everywhere. */
export interface NamedCondition {
  readonly text: string;
  readonly condition: Condition;
}
