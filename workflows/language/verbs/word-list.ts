import type { Located } from '../../model/playbook.js';
import { idProblem, textOf } from '../scalars.js';
import { listOf, located, report, type Value } from '../value.js';

interface WordListUse {
  /** In messages: `an outcome`. */
  readonly one: string;
  readonly example: string;
  /** The word that the system gives, and when. */
  readonly given: readonly [word: string, when: string];
}

/** What people write first, and a word that says the same. */
const INSTEAD: Readonly<Record<string, string>> = {
  yes: 'agree',
  y: 'agree',
  true: 'agree',
  no: 'disagree',
  n: 'disagree',
  false: 'disagree',
  on: 'started',
  off: 'stopped',
};

/** A list of words that a person chooses from: outcomes of a task, answers to a question. Wrong ones are reported and left out. */
export function wordListOf(value: Value, { one, example, given }: WordListUse): readonly Located<string>[] {
  const words: Located<string>[] = [];
  const items = listOf(value, `${one.replace(/^an? /, '')} words`);
  if (items?.length === 0) report(value, 'invalid-value', `${value.name} is an empty list`, `write e.g. ${example}`);
  for (const item of items ?? []) {
    const text = textOf({ ...item, name: one });
    if (text === null) continue;
    const problem = idProblem(text);
    const instead = INSTEAD[text.toLowerCase()];
    if (instead)
      report(item, 'invalid-id', `"${text}" cannot be ${one}: YAML readers take it for yes or no`, `write e.g. ${instead}`);
    else if (problem) report(item, 'invalid-id', ...problem);
    else if (text === given[0]) report(item, 'invalid-value', `"${text}" is given by the system ${given[1]}`, 'leave it out');
    else if (words.some((word) => word.value === text))
      report(item, 'duplicate-id', `the ${one.replace(/^an? /, '')} ${text} is written twice`, 'keep one of the two');
    else words.push(located(item, text));
  }
  return words;
}
