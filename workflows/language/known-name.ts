import { didYouMean } from '../model/did-you-mean.js';
import type { Located } from '../model/playbook.js';
import { textOf } from './scalars.js';
import { located, report, type Value } from './value.js';

/**
 * A name that the catalogue declares, or null after a report.
 * @param known null = it is not known what there is, so every name passes.
 * @param declare where such a thing is declared, when nothing near it is.
 */
export function knownNameOf(
  value: Value,
  what: string,
  known: readonly string[] | null,
  declare: string,
): Located<string> | null {
  const text = textOf(value);
  if (text === null) return null;
  if (known === null || known.includes(text)) return located(value, text);
  return report(value, 'unknown-reference', `there is no ${what} "${text}"`, didYouMean(text, known) ?? declare);
}
