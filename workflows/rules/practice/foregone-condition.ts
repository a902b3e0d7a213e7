import { builtInNamed } from '../../condition/built-in-names.js';
import type { Condition } from '../../model/condition.js';
import { allConditions } from '../conditions-of.js';
import { singleConstraint } from '../logic/implies.js';
import { plainForm } from '../logic/normal-form.js';
import { isEverything } from '../logic/value-set.js';
import type { Rule, RuleContext } from '../rule.js';

/** All the words that a text can be; null = any. */
function wordsOf(subject: string, names: RuleContext['names']): readonly string[] | null {
  const values = builtInNamed(subject)?.values ?? null;
  return values === 'segments' ? names.segments : values === 'stages' ? names.stages : values;
}

/** Whether a condition leaves no value out: then it asks only whether the value is known. */
function isForegone(condition: Condition, names: RuleContext['names']): boolean {
  const constraint = singleConstraint(plainForm(condition));
  if (!constraint) return false;
  const { subject, set } = constraint;
  if (isEverything(set)) return true;
  const words = set.kind === 'words' && !set.negated ? wordsOf(subject, names) : null;
  return words !== null && set.kind === 'words' && words.every((word) => set.of.includes(word));
}

/** A question to which every account answers yes is no question. */
export const foregoneCondition: Rule = {
  code: 'foregone-condition',
  family: 'practice',
  severity: 'error',
  says: 'Conditions of which one is always true.',
  saysZh: '几个条件合起来总是成立。',
  why: 'They let everybody through, as if nothing were asked. Most often and was meant in place of or, or a number is wrong.',
  wrong: 'start:\n  check: daily at 08:00\n  any: [health.score < 60, health.score > 40]',
  right: 'start:\n  check: daily at 08:00\n  all: [health.score < 60, health.score > 40]',
  check: (context) => {
    const { start } = context.playbook;
    const alone = allConditions(context).flatMap(({ condition, span, text }) => {
      if ((condition.kind !== 'any' && condition.kind !== 'not') || !isForegone(condition, context.names)) return [];
      return [
        { span, message: `one side of this is always true: ${text}`, suggestion: 'write and, or correct one of the sides' },
      ];
    });
    const when = start.kind === 'manual' ? null : start.when;
    if (alone.length > 0 || !when || when.mode !== 'any' || when.of.length < 2) return alone;
    if (!isForegone({ kind: 'any', of: when.of.map(({ condition }) => condition) }, context.names)) return [];
    const last = when.of.at(-1);
    if (!last) return [];
    const message = `one of ${when.of.map(({ text }) => text).join(', ')} is always true: the trigger fires for everyone`;
    return [{ span: last.span, message, suggestion: 'write all: in place of any:, or correct one of them' }];
  },
};
