import type { AuthoredAsk, Located } from '../../model/playbook.js';
import { authoredDurationOf } from '../parameters.js';
import { DEFAULTS } from '../defaults.js';
import { recipientOf } from '../recipients.js';
import { oneOf } from '../scalars.js';
import type { StepBase, StepContext } from '../step-context.js';
import { MEMBER_ROLES } from '../template-paths.js';
import { fieldsOf, isList, listOf, report, reportAt, type Value } from '../value.js';
import { messageTextOf } from './message-text.js';
import { wordListOf } from './word-list.js';
import { keysOf } from '../vocabulary/mappings.js';

const MEMBERS: readonly string[] = MEMBER_ROLES.map((role) => `account.${role}`);

/** The words a question is answered with; one alone asks nothing. */
export function answersOf(value: Value): readonly Located<string>[] {
  const given = ['no_answer', 'when nobody answers'] as const;
  const answers = wordListOf(value, { one: 'an answer', example: '[agree, unsure, disagree]', given });
  if (answers.length === 1 && isList(value) && listOf(value, 'answers')?.length === 1)
    report(value, 'invalid-value', 'a question with one answer asks nothing', 'write at least two answers');
  return answers;
}

/** A question to one person, with the answers to choose from. */
export function readAsk(value: Value, base: StepBase, { titlePaths, parameters }: StepContext): AuthoredAsk | null {
  const fields = fieldsOf(value, { known: keysOf('ask') });
  if (!fields) return null;
  const byValue = fields.get('by');
  const by = byValue ? oneOf(byValue, ['email', 'in_app'] as const) : DEFAULTS.askBy;
  const person = (personValue: Value | null): Located<string> | null => {
    const to = personValue && recipientOf(personValue, 'ask');
    if (!personValue || !to || by !== 'in_app' || !MEMBERS.includes(to.value)) return to;
    const advice = { says: 'write by: email, or leave by out', write: 'email' };
    const message = `${to.value} has no in-app inbox: by: in_app reaches contacts only`;
    return report(personValue, 'invalid-recipient', message, advice.says);
  };
  const toValue = fields.need('to', 'account.decision_maker');
  const to = person(toValue);
  const elseValue = fields.get('else_ask');
  const elseAsk = person(elseValue);
  if (elseValue && elseAsk && elseAsk.value === to?.value)
    report(elseValue, 'invalid-value', 'else_ask is the same person as to', 'name somebody else, or remove it');
  const questionValue = fields.need('question', 'Do you see value in the product?');
  const question = questionValue && messageTextOf(questionValue, titlePaths);
  const answersValue = fields.need('answers', '[agree, unsure, disagree]');
  const answers = answersValue ? answersOf(answersValue) : [];
  const expiresValue = fields.get('expires');
  if (!expiresValue && !fields.excuse())
    reportAt(
      value,
      value.anchor,
      'missing-key',
      'a question needs an end: ask needs the key "expires"',
      'write e.g. expires: 14d',
    );
  const expires = expiresValue && authoredDurationOf(expiresValue, parameters);
  if (!by || !to || !question || !expires || answers.length === 0) return null;
  return { ...base, verb: 'ask', to, elseAsk, by, question, answers, expires };
}
