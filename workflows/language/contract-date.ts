import { didYouMean } from '../model/did-you-mean.js';
import type { ContractDate } from '../model/catalogue.js';
import { adviceForWord } from './place-in-scalar.js';
import { durationAdvice, readDuration, textOf } from './scalars.js';
import { report, type Value } from './value.js';

const DIRECTIONS = ['before', 'after'] as const;
const ANCHORS = ['contract.start', 'contract.end'] as const;
const ROUGH_DAYS = { min: 1 / 1440, h: 1 / 24, d: 1, bd: 7 / 5, w: 7, mo: 30.4 } as const;

/** `90d before contract.end`; unlike elsewhere the length may be 0, which is the date itself. Null after a report. */
export function contractDateOf(value: Value): ContractDate | null {
  const text = textOf(value);
  if (text === null) return null;
  const words = text.trim().split(/ +/);
  const [length = '', direction = '', anchor = ''] = words;
  if (words.length !== 3)
    return report(
      value,
      'invalid-value',
      `"${text}" is not a date of the contract`,
      'write e.g. 0d after contract.start, or 90d before contract.end',
    );
  const zero = /^0+(d|w|mo)$/.test(length);
  const offset = zero ? ({ amount: 0, unit: 'd' } as const) : readDuration(length);
  if ('problem' in offset) return report(value, 'invalid-duration', offset.problem, durationAdvice(offset));
  const way = DIRECTIONS.find((one) => one === direction);
  if (!way)
    return report(
      value,
      'invalid-value',
      `"${direction}" must be before or after`,
      adviceForWord(value, direction, didYouMean(direction, DIRECTIONS)),
    );
  const from = ANCHORS.find((one) => one === anchor);
  if (!from)
    return report(
      value,
      'unknown-name',
      `"${anchor}" is not a date of the contract`,
      adviceForWord(value, anchor, didYouMean(anchor, ANCHORS)),
    );
  return { offset, direction: way, anchor: from };
}

/** Days from the anchor, negative before it; near enough to compare two that authors wrote. */
export function roughDays({ offset, direction }: ContractDate): number {
  return offset.amount * ROUGH_DAYS[offset.unit] * (direction === 'before' ? -1 : 1);
}
