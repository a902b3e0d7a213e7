import { typedValue } from '../language/parameter-value.js';
import { MAX_NESTING } from '../language/read-steps.js';
import { outcomeWords } from '../language/step-context.js';
import { namesOf } from '../condition/walk-condition.js';
import { flatten } from '../language/read-playbook.js';
import type { Diagnostics } from '../language/diagnostics.js';
import { saysOf, type Advice, type Span } from '../model/diagnostic.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';
import { didYouMean } from '../model/did-you-mean.js';
import type { AuthoredArgument, AuthoredInclude, AuthoredParameter, AuthoredStep, Playbook } from '../model/playbook.js';
import { nestingOf } from './nesting-of.js';
import { includesOf, type PlaybookLibrary } from './playbook-library.js';

/** More steps than any SOP has: includes that multiply each other must end somewhere. */
const MAX_STEPS = 500;

const NAMED = 'write the id: of a playbook of this book';

type Tell = (span: Span, code: DiagnosticCode, message: string, advice?: string | Advice) => void;

/** The name behind `parameter.`, when an argument is one. */
export function passedOn({ value }: AuthoredArgument): string | null {
  return typeof value === 'string' ? (/^parameter\.(\S+)$/.exec(value)?.[1] ?? null) : null;
}

/** Every condition that a step asks itself. */
function conditionsOf(step: AuthoredStep): readonly AuthoredStep['when'][] {
  switch (step.verb) {
    case 'check':
      return [step.when, step.expect];
    case 'wait_for':
      return [step.when, step.condition ?? undefined];
    case 'branch':
      return [step.when, ...step.arms.map(({ when }) => when)];
    default:
      return [step.when];
  }
}

/** Whether a parameter is compared with something, or handed on to where it may be. */
function isCompared(playbook: Playbook, name: string): boolean {
  const path = `parameter.${name}`;
  return flatten(playbook.steps).some(
    (step) =>
      conditionsOf(step).some((asked) => asked !== undefined && namesOf(asked.condition).includes(path)) ||
      (step.verb === 'playbook' && Object.values(step.with).some((argument) => passedOn(argument) === name)),
  );
}

function checkPassedOn(own: AuthoredParameter, wanted: AuthoredParameter, span: Span, tell: Tell): void {
  const name = own.id.value;
  if (own.type !== wanted.type) {
    const types = [own.type, wanted.type].map((type) => type.replace('_', '/'));
    tell(span, 'type-mismatch', `parameter.${name} is a ${types[0]}, ${wanted.id.value} is a ${types[1]}`);
    return;
  }
  const { values } = wanted;
  if (values === null || own.values?.every((value) => values.includes(value))) return;
  const advice = `give parameter.${name} values: [${values.join(', ')}], or write one of them here`;
  tell(span, 'type-mismatch', `parameter.${name} can be a text that ${wanted.id.value} cannot`, advice);
}

/** @param whole false = the playbook has errors, so its parameters may not be all it declares. */
function checkArguments(include: AuthoredInclude, playbook: Playbook, target: Playbook, whole: boolean, tell: Tell): void {
  for (const [name, argument] of Object.entries(include.with)) {
    const wanted = target.parameters.find(({ id }) => id.value === name);
    if (!wanted) {
      const known = target.parameters.map(({ id }) => id.value);
      const advice = known.length > 0 ? didYouMean(name, known) : 'it has no parameters: remove with';
      tell(argument.name, 'unknown-name', `the playbook ${target.id.value} has no parameter "${name}"`, advice);
      continue;
    }
    const passed = passedOn(argument);
    if (passed !== null) {
      const own = playbook.parameters.find(({ id }) => id.value === passed);
      const known = playbook.parameters.map(({ id }) => `parameter.${id.value}`);
      if (own) checkPassedOn(own, wanted, argument.span, tell);
      // One that was reported is not among them.
      else if (whole) {
        const advice = didYouMean(`parameter.${passed}`, known) ?? 'declare it under parameters: in this playbook';
        tell(argument.span, 'unknown-name', `there is no parameter "${passed}" here`, advice);
      }
      continue;
    }
    const typed = typedValue(argument.value, wanted);
    if ('code' in typed) {
      tell(argument.span, typed.code, `${name}: ${typed.message}`, typed.advice);
      continue;
    }
    const unit = typeof typed.value === 'object' && typed.value !== null ? typed.value.unit : null;
    if ((unit === 'mo' || unit === 'bd') && isCompared(target, name)) {
      const message = `${target.id.value} compares ${name}, and ${unit === 'mo' ? 'months' : 'business days'} have no fixed length`;
      tell(argument.span, 'invalid-duration', message, 'write days, e.g. 14d');
    }
  }
}

/** Whether a test's words about the steps of included playbooks fit what was put together. */
export function checkTestsOfIncluded(playbook: Playbook, steps: readonly AuthoredStep[], diagnostics: Diagnostics): void {
  const known = new Map(flatten(steps).map((step) => [step.id.value, step]));
  const inside = [...known.keys()].filter((id) => id.includes('__'));
  const tell = teller(playbook.file, diagnostics);
  for (const { name, span, given, timeline, expect } of playbook.tests) {
    const closed = timeline.flatMap(({ close }) => Object.entries(close));
    const named = [
      ...closed.map(([id]) => id),
      ...(given.fail ?? []),
      ...timeline.flatMap(({ answer, fail, skip }) => [...Object.keys(answer ?? {}), ...(fail ?? []), ...(skip ?? [])]),
      ...Object.keys(expect.outcomes ?? {}),
      ...(expect.ran ?? []),
    ];
    for (const id of new Set(named.filter((one) => one.includes('__') && !known.has(one))))
      tell(
        span,
        'unknown-reference',
        `the test "${name}" names the step ${id}, which is not there`,
        saysOf(didYouMean(id, inside)),
      );
    for (const [id, word] of Object.entries(expect.outcomes ?? {})) {
      const step = known.get(id);
      const words = step && id.includes('__') ? outcomeWords(step.verb, step) : null;
      if (words && !words.includes(word))
        tell(span, 'unknown-value', `the test "${name}": ${id} has no outcome "${word}"`, saysOf(didYouMean(word, words)));
    }
    for (const [id, word] of closed) {
      const step = known.get(id);
      if (!step || !id.includes('__')) continue;
      const words = step.verb === 'task' ? step.outcomes.map(({ value }) => value) : null;
      if (words === null) tell(span, 'invalid-value', `the test "${name}" closes ${id}, which is not a task`);
      else if (!words.includes(word))
        tell(span, 'unknown-value', `the test "${name}": ${id} has no outcome "${word}"`, saysOf(didYouMean(word, words)));
    }
  }
}

function teller(file: string, diagnostics: Diagnostics): Tell {
  return (span, code, message, advice) => {
    const suggestion = saysOf(advice);
    const fix = typeof advice === 'object' && /^[a-z]/.test(advice.write) ? { fix: { span, text: advice.write } } : {};
    const said = suggestion === undefined ? {} : { suggestion };
    diagnostics.push({ file, span, severity: 'error', code, message, ...said, ...fix });
  };
}

/** Whether a playbook has more steps than can be put together. */
export function isTooLarge(playbook: Playbook | null, library: PlaybookLibrary): boolean {
  return ((playbook && library.sizeOf(playbook))?.steps ?? 0) > MAX_STEPS;
}

/**
 * Holds what a playbook includes against the others: is it there, does it come back to itself, do its parameters fit, is
 * the whole small enough. What is wrong inside an included playbook is told there alone.
 */
export function checkIncludes(playbook: Playbook, library: PlaybookLibrary, diagnostics: Diagnostics): void {
  const tell = teller(playbook.file, diagnostics);
  const own = playbook.id.value;
  const whole = diagnostics.errors(playbook.file) === 0;
  for (const { step, depth } of nestingOf(playbook.steps)) {
    if (step.verb !== 'playbook') continue;
    const { value: id, span } = step.playbook;
    if (!library.has(id)) {
      const others = library.ids().filter((one) => one !== own);
      if (library.complete) tell(span, 'unknown-reference', `there is no playbook "${id}"`, didYouMean(id, others) ?? NAMED);
      continue;
    }
    const way = library.wayTo(id, own);
    if (way) {
      const message = `the playbook ${own} includes itself: ${[own, ...way].join(' > ')}`;
      tell(span, 'definition-cycle', message, 'break the circle: one of them must do without the other');
      continue;
    }
    const target = library.find(id);
    if (!target) continue;
    checkArguments(step, playbook, target, whole, tell);
    const size = library.sizeOf(target);
    const nesting = depth + (step.when ? 1 : 0) + (size?.nesting ?? 0);
    if (nesting <= MAX_NESTING) continue;
    const message = `with the playbook ${id}, branch and parallel are nested ${nesting} levels deep, more than ${MAX_NESTING}`;
    tell(span, 'nesting-too-deep', message, 'include it further out, after the branch');
  }
  const includes = includesOf(playbook);
  const [first] = includes;
  const size = first && library.sizeOf(playbook);
  if (!first || !size || size.steps <= MAX_STEPS) return;
  // Too large by what it includes alone: told there.
  if (includes.some(({ playbook: { value } }) => isTooLarge(library.find(value), library))) return;
  const message = `with everything it includes the playbook has more than ${MAX_STEPS} steps`;
  tell(first.playbook.span, 'invalid-value', message, 'include less');
}
