import type { DiagnosticCode } from '../model/diagnostic-code.js';
import { nearestAdvice } from '../model/did-you-mean.js';
import type { Advice } from '../model/diagnostic.js';
import type { FactValue } from '../model/fact.js';
import type { AuthoredParameter, ParameterValue } from '../model/playbook.js';
import { durationAdvice, readDuration } from './scalars.js';

export type ParameterShape = Pick<AuthoredParameter, 'type' | 'values'>;

/** Why a value does not fit. */
export interface Misfit {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly advice?: string | Advice | undefined;
}

const WORDS: Readonly<Record<AuthoredParameter['type'], readonly [what: string, example: string]>> = {
  number: ['a number', '5'],
  percent: ['a percent', '10%'],
  duration: ['a duration', '7d'],
  text: ['a text', '"warm"'],
  yes_no: ['true or false', 'true'],
};

/** What stands there, for messages. */
function shown(given: FactValue): string {
  if (given === null) return 'nothing';
  return typeof given === 'string' ? `the text "${given}"` : `${typeof given === 'number' ? 'the number' : 'the word'} ${given}`;
}

/** A value as written in the type that a parameter wants, or why it does not fit. */
export function typedValue(given: FactValue, { type, values }: ParameterShape): { readonly value: ParameterValue } | Misfit {
  const [what, example] = WORDS[type];
  const wrong: Misfit = {
    code: 'type-mismatch',
    message: `a ${type === 'yes_no' ? 'yes/no' : type} is needed, this is ${shown(given)}`,
    advice: `write ${what}, e.g. ${example}`,
  };
  switch (type) {
    case 'number':
      return typeof given === 'number' && Number.isFinite(given) ? { value: given } : wrong;
    case 'yes_no':
      return typeof given === 'boolean' ? { value: given } : wrong;
    case 'percent': {
      const match = typeof given === 'string' ? /^(-?\d+(?:\.\d+)?)%$/.exec(given) : null;
      if (match) return { value: Number((Number(match[1]) / 100).toPrecision(15)) };
      if (typeof given !== 'number') return wrong;
      const percent = given > 0 && given < 1 ? Number((given * 100).toPrecision(12)) : given;
      return { ...wrong, code: 'percent-vs-number', advice: { says: `write ${percent}%`, write: `${percent}%` } };
    }
    case 'duration': {
      if (typeof given !== 'string' && typeof given !== 'number') return wrong;
      const duration = readDuration(String(given));
      if (!('problem' in duration)) return { value: duration };
      return { code: 'invalid-duration', message: duration.problem, advice: durationAdvice(duration) };
    }
    case 'text':
      if (typeof given !== 'string' || given.trim() === '') return wrong;
      if (values === null || values.includes(given)) return { value: given };
      return {
        code: 'unknown-value',
        message: `"${given}" is not one of ${values.join(', ')}`,
        advice: nearestAdvice(given, values),
      };
  }
}
