import type { Advice } from '../model/diagnostic.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';
import { didYouMean, nearest } from '../model/did-you-mean.js';
import type { ContractDate } from '../model/catalogue.js';
import { adviceForWord, placeInScalar } from './place-in-scalar.js';
import { durationAdvice, readDuration, textOf } from './scalars.js';
import { report, reportAt, type Value } from './value.js';

const DIRECTIONS = ['before', 'after'] as const;
const ANCHORS = ['contract.start', 'contract.end'] as const;
const ROUGH_DAYS = { min: 1 / 1440, h: 1 / 24, d: 1, bd: 7 / 5, w: 7, mo: 30.4 } as const;

/** The date that a word was meant to be; only what follows the dot is compared, for the rest is the same in both. */
function nearDate(word: string): string | Advice {
  const tails = ANCHORS.map((anchor) => anchor.slice('contract.'.length));
  const tail = nearest(word.replace(/^contracts?\./, ''), tails);
  return tail === null ? `known: ${ANCHORS.join(', ')}` : { says: `did you mean "contract.${tail}"?`, write: `contract.${tail}` };
}

/** `90d before contract.end`; unlike elsewhere the length may be 0, which is the date itself. Null after a report. */
export function contractDateOf(value: Value): ContractDate | null {
  const text = textOf(value);
  if (text === null) return null;
  const [, length = '', direction = '', anchor = ''] = /^\s*(\S+) +(\S+) +(\S+)\s*$/.exec(text) ?? [];
  if (length === '')
    return report(
      value,
      'invalid-value',
      `"${text}" is not a date of the contract`,
      'write e.g. 0d after contract.start, or 90d before contract.end',
    );
  const wrong = (word: string, code: DiagnosticCode, message: string, advice: string | Advice | undefined): null => {
    const start = text.indexOf(word);
    return reportAt(value, placeInScalar(value, start, start + word.length), code, message, adviceForWord(value, word, advice));
  };
  const zero = /^0+(d|w|mo)$/.test(length);
  const offset = zero ? ({ amount: 0, unit: 'd' } as const) : readDuration(length);
  if ('problem' in offset) return wrong(length, 'invalid-duration', offset.problem, durationAdvice(offset));
  const way = DIRECTIONS.find((one) => one === direction);
  if (!way) return wrong(direction, 'invalid-value', `"${direction}" must be before or after`, didYouMean(direction, DIRECTIONS));
  const from = ANCHORS.find((one) => one === anchor);
  if (!from) return wrong(anchor, 'unknown-name', `"${anchor}" is not a date of the contract`, nearDate(anchor));
  return { offset, direction: way, anchor: from };
}

/** Days from the anchor, negative before it; near enough to compare two that authors wrote. */
export function roughDays({ offset, direction }: ContractDate): number {
  return offset.amount * ROUGH_DAYS[offset.unit] * (direction === 'before' ? -1 : 1);
}
