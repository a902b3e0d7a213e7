import { didYouMean } from '../model/did-you-mean.js';
import type { AuthoredDuration, AuthoredParameter } from '../model/playbook.js';
import { adviceForWord } from './place-in-scalar.js';
import { durationAdvice, readDuration } from './scalars.js';
import { kindOf, located, plain, report, type Value } from './value.js';

/** The parameters of a playbook by name; null = it was reported, so its type is not known. */
export type Parameters = ReadonlyMap<string, AuthoredParameter | null>;

/** A duration's text, or the duration parameter it names; null after a report at the value. */
export function durationIn(value: Value, text: string, parameters: Parameters): Omit<AuthoredDuration, 'span'> | null {
  const name = /^parameter\.(\S+)$/.exec(text.trim())?.[1];
  if (name === undefined) {
    const duration = readDuration(text);
    if (!('problem' in duration)) return { value: duration };
    return report(value, 'invalid-duration', duration.problem, adviceForWord(value, text, durationAdvice(duration)));
  }
  const parameter = parameters.get(name);
  // It was reported where it is declared.
  if (parameter === null) return null;
  if (!parameter) {
    const known = [...parameters.keys()];
    const near = didYouMean(name, known) ?? `declare it: parameters: { ${name}: { type: duration, default: 7d } }`;
    return report(value, 'unknown-name', `there is no parameter "${name}"`, adviceForWord(value, name, near));
  }
  const { type, default: fallback } = parameter;
  if (type === 'duration' && typeof fallback === 'object' && fallback !== null) return { value: fallback, parameter: name };
  const durations = [...parameters].flatMap(([id, one]) => (one?.type === 'duration' ? [`parameter.${id}`] : []));
  const advice = durations[0] ? `write a duration such as 7d, or ${durations[0]}` : 'write a duration such as 7d';
  return report(value, 'type-mismatch', `a duration stands here, parameter.${name} is a ${type.replace('_', '/')}`, advice);
}

/** A duration with its unit, or a parameter that stands for one; null after a report. */
export function authoredDurationOf(value: Value, parameters: Parameters): AuthoredDuration | null {
  const content = plain(value);
  if (typeof content !== 'string' && typeof content !== 'number')
    return report(value, 'wrong-shape', `${value.name} must be a duration, this is ${kindOf(value)}`, 'write e.g. 7d');
  const found = durationIn(value, String(content), parameters);
  return found && { ...located(value, found.value), ...('parameter' in found ? { parameter: found.parameter as string } : {}) };
}
