import type { NameScope } from '../condition/name-scope.js';
import { didYouMean } from '../model/did-you-mean.js';
import type { AuthoredCondition, AuthoredStep, AuthoredSubjective } from '../model/playbook.js';
import type { BookNames } from './playbook-scope.js';
import { textOf } from './scalars.js';
import { fieldsOf, report, reportAt, type Value } from './value.js';
import { FALLIBLE_VERBS } from './vocabulary/step-keys.js';

/** What a test may refer to. */
export interface TestScope {
  readonly names: BookNames;
  readonly steps: readonly AuthoredStep[];
  /** Every step id, also of steps that were reported. */
  readonly stepIds: readonly string[];
  /** Step id -> outcome words; null words = not known. */
  readonly outcomes: ReadonlyMap<string, readonly string[] | null>;
  readonly exits: readonly string[];
  readonly subjective: readonly AuthoredSubjective[];
  /** Words that may name something which was reported. */
  readonly doubtful: ReadonlySet<string>;
  /** Conditions that can keep an account out. */
  readonly gates: readonly AuthoredCondition[];
  /** False = one of them was reported. */
  readonly gatesKnown: boolean;
  readonly gateScope: NameScope;
}

/** A step of an included playbook, `intro__call`: whether there is one is asked when the playbooks are put together. */
export function isIncluded(id: string, { steps }: TestScope): boolean {
  return steps.some((step) => step.verb === 'playbook' && id.startsWith(`${step.id.value}__`));
}

/** Whether there is such a step; reported when not. */
export function isKnownStep(value: Value, id: string, scope: TestScope, at: 'key' | 'value'): boolean {
  if (scope.stepIds.includes(id) || isIncluded(id, scope) || scope.doubtful.has(id)) return true;
  const advice = didYouMean(id, scope.stepIds);
  if (at === 'key') reportAt(value, value.anchor, 'unknown-reference', `there is no step "${id}"`, advice);
  else report(value, 'unknown-reference', `there is no step "${id}"`, advice);
  return false;
}

/** What a word in a test is said of. */
export type WordUse = 'outcome' | 'close' | 'answer';

/** Words that a step can be given there: null = not known, undefined = none, for it is not such a step. */
function possibleWords(id: string, use: WordUse, scope: TestScope): readonly string[] | null | undefined {
  const question = scope.subjective.find((one) => one.id.value === id);
  if (use === 'answer' && question) return question.answers.map(({ value }) => value);
  const verb = scope.steps.find((step) => step.id.value === id)?.verb;
  if (use === 'close' && verb !== undefined && verb !== 'task') return undefined;
  if (use === 'answer' && verb !== undefined && verb !== 'ask') return undefined;
  if (verb === undefined && scope.doubtful.has(id)) return null;
  const words = scope.outcomes.get(id);
  // What the system gives by itself, nobody can say.
  return words && use !== 'outcome' ? words.filter((word) => word !== (use === 'close' ? 'expired' : 'no_answer')) : words;
}

const NOT_SUCH: Readonly<Record<WordUse, string>> = {
  outcome: 'has no outcome',
  close: 'is not a task, nobody closes it',
  answer: 'asks nothing, nobody answers it',
};

/** `{ call_owner: reached }`, each word one that is possible there; wrong ones are reported and left out. */
export function stepWordsOf(value: Value, scope: TestScope, use: WordUse): Readonly<Record<string, string>> {
  const fields = fieldsOf(value, { known: [], open: true });
  const words: Record<string, string> = {};
  for (const id of fields?.keys() ?? []) {
    const part = fields?.get(id);
    if (!part) continue;
    const asked = use === 'answer' && scope.subjective.some((one) => one.id.value === id);
    if (!asked && !isKnownStep(part, id, scope, 'key')) continue;
    const possible = isIncluded(id, scope) ? null : possibleWords(id, use, scope);
    if (possible === undefined) {
      reportAt(part, part.anchor, 'invalid-value', `${id} ${NOT_SUCH[use]}`);
      continue;
    }
    const word = textOf(part);
    if (word === null) continue;
    if (possible && !possible.includes(word))
      report(
        part,
        'unknown-value',
        `${id} has no ${use === 'answer' ? 'answer' : 'outcome'} "${word}"`,
        didYouMean(word, possible),
      );
    else words[id] = word;
  }
  return words;
}

/** Whether a channel carries a step out, so that it can fail; an included one is not known yet. */
export function canFail(id: string, scope: TestScope): boolean {
  const verb = scope.steps.find((step) => step.id.value === id)?.verb;
  return verb === undefined || FALLIBLE_VERBS.some((one) => one === verb);
}

/** Whether an id stands for all the steps of an included playbook. */
export function includesOthers(id: string, scope: TestScope): boolean {
  return scope.steps.some((step) => step.id.value === id && step.verb === 'playbook');
}
