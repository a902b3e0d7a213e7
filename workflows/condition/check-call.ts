import type { Expression } from '../model/condition.js';
import { didYouMean } from '../model/did-you-mean.js';
import { builtInNamed } from './built-in-names.js';
import { checkArgument, type CheckedArgument } from './check-argument.js';
import type { CheckedOperand, Report } from './checked-operand.js';
import { FUNCTIONS, functionNamed, type ConditionFunction } from './functions.js';
import type { NameScope } from './name-scope.js';
import type { OperandSyntax } from './syntax.js';

type Call = OperandSyntax & { readonly kind: 'call' };

const NUMBERS = ['no', 'one', 'two', 'three'];
const values = (count: number): string => `${count} value${count === 1 ? '' : 's'}`;

/** `one metric`, `an event and a span`: what a function takes. */
function takes({ parameters }: ConditionFunction): string {
  const [first, second] = parameters.filter(({ written }) => written === 'plain');
  if (!first) return 'no value without a name';
  if (!second) return `one ${first.name}`;
  const word = NUMBERS[second.whenLeftOut === null ? 2 : 1] ?? '';
  return second.whenLeftOut === null
    ? `${word} values, ${first.name} and ${second.name}`
    : `a ${first.name} and perhaps a ${second.name}`;
}

/** The written arguments in the order of the parameters (undefined = left out), or null after a report. */
function arranged(call: Call, fn: ConditionFunction, report: Report): (OperandSyntax | undefined)[] | null {
  const places: (OperandSyntax | undefined)[] = fn.parameters.map(() => undefined);
  const plain = fn.parameters.filter(({ written }) => written === 'plain').length;
  // A function of one parameter needs no example: its message says all.
  const example = plain > 1 ? `write e.g. ${fn.example}` : undefined;
  let next = 0;
  for (const { name, value } of call.args) {
    if (name === null) {
      const parameter = fn.parameters[next];
      if (next < plain) places[next] = value;
      else if (parameter?.written === 'named' && places[next] === undefined) {
        const says = `write ${parameter.name}: before it`;
        const write = value.kind === 'string' ? `${parameter.name}: "${value.value}"` : undefined;
        report(
          value,
          'wrong-argument',
          `${fn.name} takes its ${parameter.name} by name`,
          write === undefined ? says : { says, write },
        );
        return null;
      } else {
        report(call, 'wrong-argument', `${fn.name} takes ${takes(fn)}, not ${values(call.args.length)}`, example);
        return null;
      }
      next += 1;
      continue;
    }
    const index = fn.parameters.findIndex((parameter) => parameter.written === 'named' && parameter.name === name.text);
    if (index < 0) {
      const named = fn.parameters.flatMap((parameter) => (parameter.written === 'named' ? [parameter.name] : []));
      const suggestion = named.length > 0 ? didYouMean(name.text, named) : `write the value alone, e.g. ${fn.example}`;
      report(name, 'wrong-argument', `${fn.name} has no argument named "${name.text}"`, suggestion);
      return null;
    }
    if (places[index] !== undefined) {
      report(name, 'wrong-argument', `${name.text} is given twice`, 'keep one of the two');
      return null;
    }
    places[index] = value;
  }
  const missing = fn.parameters.some(({ whenLeftOut }, index) => whenLeftOut === null && places[index] === undefined);
  if (missing) {
    report(call, 'wrong-argument', `${fn.name} takes ${takes(fn)}, not ${values(call.args.length)}`, example);
    return null;
  }
  return places;
}

function unknownFunction(call: Call, report: Report): null {
  const at = { start: call.start, end: call.nameEnd };
  const bare = builtInNamed(call.name);
  if (bare) {
    const advice = { says: `write ${bare.path} without parentheses`, write: bare.path, at: { start: call.start, end: call.end } };
    report(at, 'unknown-function', `${call.name} is a value, not a function`, advice);
  } else {
    const names = FUNCTIONS.map(({ name }) => name);
    const near = didYouMean(call.name, names);
    report(at, 'unknown-function', `there is no function "${call.name}"`, near);
  }
  return null;
}

/** The typed value of a function call, or null after a report. */
export function checkCall(call: Call, scope: NameScope, report: Report): CheckedOperand | null {
  const at = { start: call.start, end: call.nameEnd };
  const fn = functionNamed(call.name);
  if (!fn) return unknownFunction(call, report);
  const dayAt = fn.parameters.findIndex(({ written }) => written === 'by_day');
  if (call.byDay && dayAt < 0) {
    report(call.byDay, 'wrong-argument', `"by day" belongs to reached(...), not to ${fn.name}`, 'leave it out');
    return null;
  }
  const places = arranged(call, fn, report);
  if (!places) return null;
  if (fn.insideRunOnly && !scope.insideRun) {
    const suggestion = 'use it in a check, a branch, an exit or the verification';
    report(at, 'not-readable-here', `${fn.name} has no value here: no run has started yet`, suggestion);
    return null;
  }
  if (fn.needs !== null && scope.forbidden.includes(fn.needs)) {
    const message = `${fn.name} cannot be asked here: it is computed from what is being defined`;
    report(at, 'not-readable-here', message, 'use a metric instead');
    return null;
  }
  const args: Expression[] = [];
  let about: CheckedArgument | null = null;
  let fine = true;
  fn.parameters.forEach((parameter, index) => {
    const written = places[index];
    if (parameter.written === 'by_day') {
      if (call.byDay) args.push({ kind: 'literal', type: 'number', value: call.byDay.value });
      return;
    }
    if (written === undefined) return;
    const checked = checkArgument(fn, parameter, written, scope, report);
    if (!checked) fine = false;
    else {
      about ??= checked;
      args.push(checked.expression);
    }
  });
  if (!fine) return null;
  const subject = about as CheckedArgument | null;
  const type = fn.type === 'metric' ? (subject?.expression.type ?? 'number') : fn.type;
  const open = fn.type === 'metric' && (subject?.open ?? false);
  return {
    expression: { kind: 'call', name: fn.name, args, type },
    open,
    values: null,
    range: fn.range(subject?.metric ?? null),
  };
}
