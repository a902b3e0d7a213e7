import { bindParameters, type ParameterValues } from '../condition/bind-parameters.js';
import { EXACT_UNITS } from '../condition/exact-length.js';
import { printCondition } from '../condition/print-condition.js';
import type { FactValue } from '../model/fact.js';
import type {
  AuthoredCondition,
  AuthoredConditions,
  AuthoredDuration,
  AuthoredParameter,
  ParameterValue,
  Playbook,
  PlaybookStart,
} from '../model/playbook.js';
import { bindInText, type TemplateParameters } from './bind-template.js';
import { mapSteps, UNCHANGED, type StepMapping } from './map-steps.js';

/** Parameter -> its value. */
export type BoundParameters = ReadonlyMap<string, ParameterValue>;

export function defaultsOf(parameters: readonly AuthoredParameter[]): BoundParameters {
  return new Map(parameters.map((one) => [one.id.value, one.default]));
}

/** A value as conditions compare it: a duration in milliseconds; null = it has no fixed length. */
export function comparable(value: ParameterValue): FactValue {
  if (typeof value !== 'object' || value === null) return value;
  const length = EXACT_UNITS[value.unit];
  return length === undefined ? null : value.amount * length;
}

function conditionBinder(parameters: BoundParameters): (condition: AuthoredCondition) => AuthoredCondition {
  const values: ParameterValues = Object.fromEntries([...parameters].map(([name, value]) => [name, comparable(value)]));
  return (authored) => {
    const condition = bindParameters(authored.condition, values);
    return { ...authored, condition, text: printCondition(condition) };
  };
}

/** The same values, as texts print them. */
export function printedParameters(declared: readonly AuthoredParameter[], parameters: BoundParameters): TemplateParameters {
  return new Map(
    declared.map(({ id, type, default: fallback }) => [id.value, { type, value: parameters.get(id.value) ?? fallback }]),
  );
}

/** What becomes of steps when parameters get these values. */
function parameterBinding(declared: readonly AuthoredParameter[], parameters: BoundParameters): StepMapping {
  const duration = (authored: AuthoredDuration): AuthoredDuration => {
    const { parameter, ...rest } = authored;
    const value = parameter === undefined ? undefined : parameters.get(parameter);
    return typeof value === 'object' && value !== null ? { ...rest, value } : rest;
  };
  const printed = printedParameters(declared, parameters);
  return { ...UNCHANGED, condition: conditionBinder(parameters), duration, text: (text) => bindInText(text, printed) };
}

function startWith(start: PlaybookStart, bind: (condition: AuthoredCondition) => AuthoredCondition): PlaybookStart {
  const joined = ({ mode, of }: AuthoredConditions): AuthoredConditions => ({ mode, of: of.map(bind) });
  if (start.kind === 'manual') return start;
  if (start.kind === 'becomes_true') return { ...start, when: joined(start.when) };
  return { ...start, when: start.when && joined(start.when) };
}

/** A playbook with its own defaults in place of its parameters: everything but its steps. */
export function bindOutsideSteps(playbook: Playbook): Playbook {
  if (playbook.parameters.length === 0) return playbook;
  const values = defaultsOf(playbook.parameters);
  const bind = conditionBinder(values);
  const printed = printedParameters(playbook.parameters, values);
  const { start, enroll, exits, verify, tests } = playbook;
  const gates = [...(start.kind === 'manual' ? [] : (start.when?.of ?? [])), ...enroll.only, ...enroll.never];
  // A test names a condition as it is written; the plan knows it as it is bound.
  const texts = new Map(gates.map((gate) => [gate.text, bind(gate).text]));
  return {
    ...playbook,
    start: startWith(start, bind),
    enroll: { ...enroll, only: enroll.only.map(bind), never: enroll.never.map(bind) },
    exits: exits.map((exit) => ({ ...exit, when: exit.when && bind(exit.when) })),
    verify: verify && {
      ...verify,
      objective: verify.objective.map((one) => ({ ...one, expect: bind(one.expect) })),
      ...(verify.subjective
        ? { subjective: verify.subjective.map((one) => ({ ...one, question: bindInText(one.question, printed) })) }
        : {}),
    },
    tests: tests.map((test) => {
      const { because } = test.expect;
      return because === null ? test : { ...test, expect: { ...test.expect, because: texts.get(because) ?? because } };
    }),
  };
}

/** The playbook's steps with these values in place of its parameters. */
export function bindSteps(playbook: Playbook, parameters: BoundParameters): Playbook['steps'] {
  return playbook.parameters.length === 0
    ? playbook.steps
    : mapSteps(playbook.steps, parameterBinding(playbook.parameters, parameters));
}
