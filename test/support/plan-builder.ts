import type { ComparisonOperator, Condition, Expression, NamedCondition } from '../../workflows/model/condition.js';
import type { FactValue, ValueType } from '../../workflows/model/fact.js';
import { PLAN_FORMAT } from '../../workflows/model/plan.js';
import type { EnrollRules, Plan } from '../../workflows/model/plan.js';

/** A bare name as an expression. */
export function named(path: string, type: ValueType = 'number'): Expression {
  return { kind: 'name', path, type };
}

function literal(value: FactValue, type: ValueType): Expression {
  return { kind: 'literal', type, value };
}

/** `path op value` with the text it would be written as. */
export function comparing(path: string, op: ComparisonOperator, value: number, type: ValueType = 'number'): NamedCondition {
  const condition: Condition = { kind: 'compare', op, left: named(path, type), right: literal(value, type) };
  return { text: `${path} ${op} ${type === 'percent' ? `${value * 100}%` : value}`, condition };
}

/** `path is "value"`. */
export function being(path: string, value: string): NamedCondition {
  return { text: `${path} is "${value}"`, condition: { kind: 'is', left: named(path, 'text'), value, negated: false } };
}

/** A bare yes/no name: `account.muted`. */
export function holding(path: string): NamedCondition {
  return { text: path, condition: { kind: 'holds', value: named(path, 'yes_no') } };
}

/** Everybody may enter, any number of times, without a control group. */
export const OPEN_TO_ALL: EnrollRules = {
  only: [],
  never: [],
  againAfter: { amount: 0, unit: 'd' },
  atMost: null,
  holdout: 0,
  priority: 50,
};

/** A playbook without steps that starts when `logins < 10`, asked daily at 08:00; name only what a test is about. */
export function planOf(fields: Partial<Plan> = {}): Plan {
  return {
    format: PLAN_FORMAT,
    playbook: 'rescue',
    version: 1,
    contentHash: 'hash',
    title: { en: 'Rescue' },
    goal: 'Logins are back',
    owner: 'cs-ops@acme.example',
    timezone: 'account',
    start: {
      kind: 'becomes_true',
      cadence: { every: 'day', weekday: null, at: { hour: 8, minute: 0 } },
      when: comparing('logins', '<', 10),
    },
    enroll: OPEN_TO_ALL,
    first: null,
    steps: {},
    order: [],
    exits: [],
    verify: null,
    ...fields,
  };
}
