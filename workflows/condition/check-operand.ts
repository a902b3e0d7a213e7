import type { Expression } from '../model/condition.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';
import type { ValueType } from '../model/fact.js';
import type { Advice } from '../model/diagnostic.js';
import { didYouMean, nearestAdvice } from '../model/did-you-mean.js';
import { FUNCTIONS, LATER_FUNCTIONS, type ConditionFunction, type Range } from './functions.js';
import type { NameScope } from './name-scope.js';
import type { ConditionProblem } from './problem.js';
import type { OperandSyntax } from './syntax.js';

/** A value whose type is known, or `open`: an attribute of the customer's own, typed by how it is used. */
export interface CheckedOperand {
  readonly expression: Expression;
  readonly open: boolean;
  /** The closed set of texts it can be; null = any. */
  readonly values: readonly string[] | null;
  readonly range: Range;
}

/** Reports a problem at a place in the text. */
export type Report = (
  at: { readonly start: number; readonly end: number },
  code: DiagnosticCode,
  message: string,
  suggestion?: string | Advice,
) => void;

export function reportInto(problems: ConditionProblem[]): Report {
  return (at, code, message, suggestion) => problems.push({ code, message, suggestion, start: at.start, end: at.end });
}

const OPEN_RANGE: Range = [null, null];
const BANDS = ['green', 'yellow', 'red'];
const STATUSES = ['trial', 'active', 'churned'];
/** Never attributes: a condition on one would silently ask for an attribute nobody has. */
const PEOPLE = ['csm', 'manager', 'champion', 'decision_maker', 'admin', 'key_user', 'contacts', 'users', 'roles'];
const EXACT_UNITS: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

const BUILT_IN: Readonly<Record<string, { type: ValueType; values?: readonly string[]; range?: Range }>> = {
  'health.score': { type: 'number', range: [0, 100] },
  'health.band': { type: 'text', values: BANDS },
  'account.status': { type: 'text', values: STATUSES },
  'account.segment': { type: 'text' },
  'account.muted': { type: 'yes_no' },
  'account.locale': { type: 'text', values: ['en', 'zh'] },
  'account.name': { type: 'text' },
  'contract.start': { type: 'date' },
  'contract.end': { type: 'date' },
};

function operand(path: string, type: ValueType, values: readonly string[] | null = null, range = OPEN_RANGE): CheckedOperand {
  return { expression: { kind: 'name', path, type }, open: false, values, range };
}

function openOperand(path: string): CheckedOperand {
  return { ...operand(path, 'text'), open: true };
}

function checkOutcome(path: string, at: OperandSyntax, scope: NameScope, report: Report): CheckedOperand | null {
  const step = path.slice(0, path.indexOf('.'));
  const words = scope.outcomes.get(step);
  if (words !== undefined) return operand(path, 'text', words);
  const reason = scope.unreadable.get(step);
  if (reason !== undefined)
    report(at, 'not-readable-here', `${path} has no value here: ${reason}`, 'ask for it in a branch after the step');
  else {
    const known = [...scope.outcomes.keys(), ...scope.unreadable.keys()];
    const near = didYouMean(step, known);
    const advice = typeof near === 'object' ? { ...near, write: `${near.write}.outcome` } : near;
    report(at, 'unknown-name', `there is no step "${step}" before this place`, advice);
  }
  return null;
}

function checkDotted(path: string, at: OperandSyntax, scope: NameScope, report: Report): CheckedOperand | null {
  const [family = '', ...rest] = path.split('.');
  const forbidden =
    (family === 'health' && scope.forbidden.includes('health')) ||
    (path === 'account.segment' && scope.forbidden.includes('segment'));
  if (forbidden) {
    report(
      at,
      'not-readable-here',
      `${path} cannot be read here: it is computed from what is being defined`,
      'use a metric instead',
    );
    return null;
  }
  if (family === 'lifecycle') {
    report(at, 'not-available-yet', `${path} is not available yet`, 'use days_since(contract.start) for now');
    return null;
  }
  const known = BUILT_IN[path];
  if (known) return operand(path, known.type, path === 'account.segment' ? scope.segments : (known.values ?? null), known.range);
  if (rest.length === 1 && rest[0] === 'outcome') return checkOutcome(path, at, scope, report);
  const siblings = Object.keys(BUILT_IN).filter((name) => name.startsWith(`${family}.`));
  if (family === 'account' && PEOPLE.includes(rest[0] ?? '')) {
    report(at, 'not-available-yet', `conditions about people (${path}) are not available yet`);
    return null;
  }
  if (family === 'account' && rest.length === 1) {
    const names = siblings.map((name) => name.slice('account.'.length));
    if (nearestAdvice(rest[0] ?? '', names) === undefined) return openOperand(path);
    report(at, 'unknown-name', `"${path}" is not known`, nearestAdvice(path, siblings));
    return null;
  }
  const steps = [...scope.outcomes.keys(), ...scope.unreadable.keys()];
  const metrics = Object.keys(scope.metrics ?? {});
  const suggestion =
    siblings.length > 0
      ? didYouMean(path, siblings)
      : (didYouMean(path, [...Object.keys(BUILT_IN), ...steps.map((step) => `${step}.outcome`), ...metrics]) ?? undefined);
  report(at, 'unknown-name', `"${path}" is not known`, suggestion);
  return null;
}

function checkMetric(path: string, at: OperandSyntax, scope: NameScope, report: Report): CheckedOperand | null {
  if (scope.metrics === null) return openOperand(path);
  const metric = Object.hasOwn(scope.metrics, path) ? scope.metrics[path] : undefined;
  if (metric) return operand(path, metric.type, null, metric.range);
  const functions = FUNCTIONS.map(({ name }) => name);
  let suggestion = didYouMean(path, [...Object.keys(scope.metrics), 'health.score', 'health.band']);
  if (functions.includes(path)) suggestion = `it is a function: write ${path}(...)`;
  else if (scope.outcomes.has(path) || scope.unreadable.has(path))
    suggestion = { says: `it is a step: write ${path}.outcome`, write: `${path}.outcome` };
  else if (path === 'health') suggestion = 'write health.score or health.band';
  else if (['true', 'false', 'yes', 'no'].includes(path))
    suggestion = 'write the value alone or with not: account.muted, not account.muted';
  report(at, 'unknown-name', `"${path}" is not a metric`, suggestion);
  return null;
}

function checkMetricArgument(
  fn: ConditionFunction,
  argument: OperandSyntax,
  scope: NameScope,
  report: Report,
): CheckedOperand | null {
  if (argument.kind !== 'name' || argument.path.includes('.')) {
    const known = Object.keys(scope.metrics ?? {});
    report(
      argument,
      'wrong-argument',
      `${fn.name} takes the name of a metric`,
      known[0] ? `write e.g. ${fn.name}(${known[0]})` : undefined,
    );
    return null;
  }
  const checked = checkMetric(argument.path, argument, scope, report);
  const metric = scope.metrics?.[argument.path] ?? null;
  if (!checked) return null;
  if (fn.per !== null && metric !== null && metric.per !== fn.per) {
    const other = FUNCTIONS.find(({ name, per }) => per === metric.per && name.slice(3) === fn.name.slice(3));
    const suggestion = other ? `write ${other.name}(${metric.id})` : `define a metric with per: ${fn.per} for it`;
    report(argument, 'wrong-argument', `${metric.id} is measured per ${metric.per}, ${fn.name} compares ${fn.per}s`, suggestion);
    return null;
  }
  return { ...checked, range: fn.range(metric) };
}

function checkCall(call: OperandSyntax & { kind: 'call' }, scope: NameScope, report: Report): CheckedOperand | null {
  const at = { start: call.start, end: call.nameEnd };
  const fn = FUNCTIONS.find(({ name }) => name === call.name);
  if (!fn) {
    const names = FUNCTIONS.map(({ name }) => name);
    if (LATER_FUNCTIONS.includes(call.name)) {
      const [argument] = call.args;
      const bare = call.name === 'metric' && argument?.kind === 'name';
      report(
        at,
        'not-available-yet',
        `the function ${call.name} is not available yet`,
        bare ? `write ${argument.path}` : undefined,
      );
    } else report(at, 'unknown-function', `there is no function "${call.name}"`, didYouMean(call.name, names));
    return null;
  }
  const [argument] = call.args;
  if (!argument || call.args.length > 1) {
    report(
      call,
      'wrong-argument',
      `${fn.name} takes one ${fn.takes === 'metric' ? 'metric' : 'date'}, not ${call.args.length} values`,
    );
    return null;
  }
  if (fn.insideRunOnly && !scope.insideRun) {
    const suggestion = 'use it in a check, a branch, an exit or the verification';
    report(at, 'not-readable-here', `${fn.name} has no value here: no run has started yet`, suggestion);
    return null;
  }
  let checked: CheckedOperand | null;
  if (fn.takes === 'metric') checked = checkMetricArgument(fn, argument, scope, report);
  else {
    const isDate = argument.kind === 'name' && BUILT_IN[argument.path]?.type === 'date';
    if (!isDate) {
      const written = argument.kind === 'name' ? argument.path : '';
      const suggestion = didYouMean(written, ['contract.start', 'contract.end']);
      report(argument, 'wrong-argument', `${fn.name} takes a date`, suggestion);
      return null;
    }
    checked = operand(argument.path, 'date');
  }
  if (!checked) return null;
  return {
    expression: { kind: 'call', name: fn.name, args: [checked.expression], type: fn.type },
    open: false,
    values: null,
    range: checked.range,
  };
}

/** The typed value of an operand, or null after a report. */
export function checkOperand(syntax: OperandSyntax, scope: NameScope, report: Report): CheckedOperand | null {
  switch (syntax.kind) {
    case 'number': {
      const { value, unit } = syntax;
      const literal = (type: ValueType, exact: number): CheckedOperand => ({
        expression: { kind: 'literal', type, value: exact },
        open: false,
        values: null,
        range: [exact, exact],
      });
      if (unit === null) return literal('number', value);
      if (unit === '%') return literal('percent', Number((value / 100).toPrecision(15)));
      const ms = EXACT_UNITS[unit];
      if (ms !== undefined) return literal('duration', value * ms);
      const days = unit === 'mo' ? value * 30 : Math.ceil((value * 7) / 5);
      report(
        syntax,
        'invalid-duration',
        `a distance in ${unit === 'mo' ? 'months' : 'business days'} has no fixed length`,
        `write days, e.g. ${days}d`,
      );
      return null;
    }
    case 'string':
      return { expression: { kind: 'literal', type: 'text', value: syntax.value }, open: false, values: null, range: OPEN_RANGE };
    case 'name':
      return syntax.path.includes('.')
        ? checkDotted(syntax.path, syntax, scope, report)
        : checkMetric(syntax.path, syntax, scope, report);
    case 'call':
      return checkCall(syntax, scope, report);
  }
}
