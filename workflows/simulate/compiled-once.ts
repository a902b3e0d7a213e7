import { compileCondition, type CompiledCondition } from '../condition/compile-condition.js';
import type { Condition } from '../model/condition.js';

const COMPILED = new WeakMap<Condition, CompiledCondition>();

/** A condition of a plan, compiled at its first question: plans never change, and a run asks the same things every day. */
export function compiledOnce(condition: Condition): CompiledCondition {
  let compiled = COMPILED.get(condition);
  if (!compiled) {
    compiled = compileCondition(condition);
    COMPILED.set(condition, compiled);
  }
  return compiled;
}
