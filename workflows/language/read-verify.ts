import type { NameScope } from '../condition/name-scope.js';
import type { AuthoredObjective, AuthoredSubjective, Located, PlaybookVerify } from '../model/playbook.js';
import { conditionOf } from './condition-value.js';
import { DEFAULTS } from './defaults.js';
import { authoredDurationOf } from './parameters.js';
import { recipientOf } from './recipients.js';
import { booleanOf, idOf, textOf } from './scalars.js';
import type { VerbContext } from './step-context.js';
import { didYouMean } from '../model/did-you-mean.js';
import { fieldsOf, isList, listOf, located, plain, report, reportAt, type Value } from './value.js';
import { answersOf } from './verbs/ask.js';
import { messageTextOf } from './verbs/message-text.js';
import { keysOf } from './vocabulary/mappings.js';

function objectiveOf(item: Value, scope: NameScope): AuthoredObjective | null {
  const fields = fieldsOf({ ...item, name: 'an objective' }, { known: keysOf('objective') });
  if (!fields) return null;
  const idValue = fields.need('id', 'logins_up');
  const id = idValue && idOf(idValue);
  const expectValue = fields.need('expect', 'change_since_start(logins) >= 20%');
  const expect = expectValue && conditionOf(expectValue, scope);
  const primaryValue = fields.get('primary');
  const primary = (primaryValue && booleanOf(primaryValue)) ?? false;
  return id && expect && { id, expect, primary };
}

/** The answers that count as value seen. */
function goodOf(value: Value, answersValue: Value | null, answers: readonly Located<string>[]): readonly Located<string>[] {
  const written = answersValue && isList(answersValue) ? (listOf(answersValue, 'answers') ?? []).map(plain) : [];
  const words = answers.map((answer) => answer.value);
  const good: Located<string>[] = [];
  const items = listOf(value, 'answers');
  if (items?.length === 0) report(value, 'invalid-value', 'good is an empty list', `write e.g. [${words[0] ?? 'agree'}]`);
  for (const item of items ?? []) {
    const word = textOf({ ...item, name: 'an answer' });
    if (word === null) continue;
    // An answer that was refused has its message already.
    if (!words.includes(word) && written.includes(word)) continue;
    if (words.length > 0 && !words.includes(word))
      report(item, 'unknown-value', `"${word}" is not one of the answers`, didYouMean(word, words));
    else if (good.some((one) => one.value === word))
      report(item, 'duplicate-id', `the answer ${word} is written twice`, 'keep one of the two');
    else good.push(located(item, word));
  }
  if (words.length > 0 && good.length === words.length)
    report(value, 'invalid-value', 'every answer is good, so the question decides nothing', 'leave one out');
  return good;
}

function subjectiveOf(item: Value, { titlePaths, parameters }: VerbContext): AuthoredSubjective | null {
  const fields = fieldsOf({ ...item, name: 'a question' }, { known: keysOf('subjective') });
  if (!fields) return null;
  const idValue = fields.need('id', 'sees_value');
  const id = idValue && idOf(idValue);
  const askValue = fields.need('ask', 'account.decision_maker');
  const ask = askValue && recipientOf(askValue, 'ask');
  const elseValue = fields.get('else_ask');
  const elseAsk = elseValue && recipientOf(elseValue, 'ask');
  if (elseValue && elseAsk && elseAsk.value === ask?.value)
    report(elseValue, 'invalid-value', 'else_ask is the same person as ask', 'name somebody else, or remove it');
  const questionValue = fields.need('question', 'Do you see value in the product?');
  const question = questionValue && messageTextOf(questionValue, titlePaths);
  const answersValue = fields.need('answers', '[agree, unsure, disagree]');
  const answers = answersValue ? answersOf(answersValue) : [];
  const goodValue = fields.need('good', '[agree]');
  const good = goodValue ? goodOf(goodValue, answersValue, answers) : [];
  const expiresValue = fields.get('expires');
  const span = item.reader.source.span(item.anchor);
  const expires = expiresValue ? authoredDurationOf(expiresValue, parameters) : { value: DEFAULTS.subjectiveExpires, span };
  if (!id || !ask || !question || !expires || answers.length === 0) return null;
  return { id, ask, elseAsk, question, answers, good, expires };
}

/** How a run is judged, or null (nothing written, or reported). */
export function readVerify(value: Value | null, scope: NameScope, context: VerbContext): PlaybookVerify | null {
  const fields = value && fieldsOf(value, { known: keysOf('verify') });
  if (!value || !fields) return null;
  const afterValue = fields.need('after', '30d');
  const after = afterValue && authoredDurationOf(afterValue, context.parameters);
  const objectiveValue = fields.get('objective');
  const subjectiveValue = fields.get('subjective');
  if (!objectiveValue && !subjectiveValue)
    fields.need('objective', '[{ id: logins_up, expect: change_since_start(logins) >= 20%, primary: true }]');
  const items = objectiveValue && listOf(objectiveValue, 'objectives');
  const objective = (items ?? []).flatMap((item) => objectiveOf(item, scope) ?? []);
  if (objectiveValue && items?.length === 0)
    reportAt(value, objectiveValue.anchor, 'invalid-value', 'objective is an empty list', 'write an objective or remove verify');
  const questions = subjectiveValue && listOf(subjectiveValue, 'questions');
  const subjective = (questions ?? []).flatMap((item) => subjectiveOf(item, context) ?? []);
  if (subjectiveValue && questions?.length === 0)
    reportAt(value, subjectiveValue.anchor, 'invalid-value', 'subjective is an empty list', 'write a question or remove the key');
  const span = value.reader.source.span(value.anchor);
  return after && { after, objective, ...(subjective.length > 0 ? { subjective } : {}), span };
}
