import type { Advice } from '../model/diagnostic.js';
import { didYouMean, nearestAdvice } from '../model/did-you-mean.js';
import { BUILT_IN_NAMES, builtInNamed, type BuiltInName } from './built-in-names.js';
import { namedOperand, openOperand, type At, type CheckedOperand, type Report } from './checked-operand.js';
import { functionNamed } from './functions.js';
import type { NameScope } from './name-scope.js';

/** Never attributes: a condition on one would silently ask for an attribute nobody has. */
const PEOPLE = ['csm', 'manager', 'champion', 'decision_maker', 'admin', 'key_user', 'contacts', 'users', 'roles'];
const PATHS = BUILT_IN_NAMES.map(({ path }) => path);

function valuesOf({ values }: BuiltInName, scope: NameScope): readonly string[] | null {
  if (values === 'segments') return scope.segments;
  return values === 'stages' ? scope.stages : values;
}

function isForbidden({ path, family }: BuiltInName, { forbidden }: NameScope): boolean {
  if (family === 'health' || family === 'user_health') return forbidden.includes('health');
  if (family === 'lifecycle') return forbidden.includes('lifecycle');
  return path === 'account.segment' && forbidden.includes('segment');
}

function checkBuiltIn(known: BuiltInName, at: At, scope: NameScope, report: Report): CheckedOperand | null {
  if (!isForbidden(known, scope)) return namedOperand(known.path, known.type, valuesOf(known, scope), known.range);
  const message = `${known.path} cannot be read here: it is computed from what is being defined`;
  report(at, 'not-readable-here', message, 'use a metric instead');
  return null;
}

function checkOutcome(path: string, at: At, scope: NameScope, report: Report): CheckedOperand | null {
  const step = path.slice(0, path.indexOf('.'));
  const words = scope.outcomes.get(step);
  if (words !== undefined) return namedOperand(path, 'text', words);
  const reason = scope.unreadable.get(step);
  if (reason !== undefined)
    report(
      at,
      'not-readable-here',
      `${path} has no value here: ${reason}`,
      reason.endsWith('has no outcome') ? 'name a step that has one' : 'ask for it in a branch after the step',
    );
  else {
    const known = [...scope.outcomes.keys(), ...scope.unreadable.keys()];
    report(at, 'unknown-name', `there is no step "${step}" before this place`, affixed('', didYouMean(step, known), '.outcome'));
  }
  return null;
}

/** The repair of a part, made the repair of the whole path. */
function affixed(before: string, advice: string | Advice | undefined, after = ''): string | Advice | undefined {
  return typeof advice === 'object' ? { ...advice, write: `${before}${advice.write}${after}` } : advice;
}

function checkParameter(name: string, at: At, scope: NameScope, report: Report): CheckedOperand | null {
  const path = `parameter.${name}`;
  if (scope.parameters === null) return openOperand(path);
  const declared = Object.hasOwn(scope.parameters, name) ? scope.parameters[name] : undefined;
  const known = Object.keys(scope.parameters);
  if (declared === undefined) {
    const advice =
      known.length > 0 ? affixed('parameter.', didYouMean(name, known)) : 'declare it under parameters: in the playbook';
    report(at, 'unknown-name', `there is no parameter "${name}" here`, advice);
    return null;
  }
  if (declared.inexact) {
    const message = `${path} is counted in months or business days, which have no fixed length`;
    report(at, 'invalid-duration', message, 'give the parameter a length in days to compare it');
    return null;
  }
  return namedOperand(path, declared.type, declared.values ?? null);
}

function checkAccount(path: string, field: string, at: At, scope: NameScope, report: Report): CheckedOperand | null {
  const declared = scope.attributes !== null && Object.hasOwn(scope.attributes, field) ? scope.attributes[field] : undefined;
  if (declared !== undefined) return namedOperand(path, declared.type, declared.values ?? null);
  if (PEOPLE.includes(field)) {
    const role = ['csm', 'manager', 'contacts', 'users', 'roles'].includes(field) ? 'champion' : field;
    const suggestion = `ask for a role: role_filled("${role}") or role_active("${role}")`;
    report(at, 'unknown-name', `${path} is a person, not a value`, suggestion);
    return null;
  }
  const siblings = PATHS.filter((one) => one.startsWith('account.')).map((one) => one.slice('account.'.length));
  if (scope.attributes === null) {
    const near = nearestAdvice(field, siblings);
    if (near === undefined) return openOperand(path);
    const whole = nearestAdvice(
      path,
      siblings.map((one) => `account.${one}`),
    );
    report(at, 'unknown-name', `"${path}" is not known`, whole ?? near);
    return null;
  }
  const paths = [...siblings, ...Object.keys(scope.attributes)].map((one) => `account.${one}`);
  const near = nearestAdvice(path, paths);
  report(at, 'unknown-name', `"${path}" is not known`, near ?? 'declare it under attributes: in the metrics file');
  return null;
}

/** The value behind a dotted name, or null after a report. */
export function checkDotted(path: string, at: At, scope: NameScope, report: Report): CheckedOperand | null {
  const known = builtInNamed(path);
  if (known) return checkBuiltIn(known, at, scope, report);
  const [family = '', field = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    if (family === 'parameter') return checkParameter(field, at, scope, report);
    if (field === 'outcome') return checkOutcome(path, at, scope, report);
    if (family === 'account') return checkAccount(path, field, at, scope, report);
  }
  const siblings = PATHS.filter((name) => name.startsWith(`${family}.`));
  const steps = [...scope.outcomes.keys(), ...scope.unreadable.keys()];
  const near = [...PATHS, ...steps.map((step) => `${step}.outcome`), ...Object.keys(scope.metrics ?? {})];
  const suggestion = path === 'lifecycle.days' ? 'write days_in_stage' : didYouMean(path, siblings.length > 0 ? siblings : near);
  report(at, 'unknown-name', `"${path}" is not known`, suggestion);
  return null;
}

/** What a bare word that is no metric was meant as, when it is something else that is known. */
function meantAs(word: string, scope: NameScope): string | Advice | undefined {
  const fn = functionNamed(word);
  if (fn)
    return `it is a function: write ${fn.parameters.some(({ whenLeftOut }) => whenLeftOut === null) ? `${word}(...)` : `${word}()`}`;
  const instead = (what: string, write: string): Advice => ({ says: `it is ${what}: write ${write}`, write });
  if (scope.outcomes.has(word) || scope.unreadable.has(word)) return instead('a step', `${word}.outcome`);
  if (Object.hasOwn(scope.parameters ?? {}, word)) return instead('a parameter', `parameter.${word}`);
  if (scope.milestones?.includes(word)) return instead('a milestone', `reached(${word})`);
  if (scope.events?.includes(word)) return `it is an event: write count(${word}, 30d) or days_since(${word})`;
  if (Object.hasOwn(scope.attributes ?? {}, word)) return instead('an attribute', `account.${word}`);
  const fields = PATHS.filter((path) => path.startsWith(`${word}.`));
  if (fields.length > 0) return `write ${fields.slice(0, 2).join(' or ')}`;
  return ['true', 'false', 'yes', 'no'].includes(word)
    ? 'write the value alone or with not: account.muted, not account.muted'
    : undefined;
}

/** The metric behind a bare name, or null after a report. */
export function checkMetric(path: string, at: At, scope: NameScope, report: Report): CheckedOperand | null {
  if (scope.metrics === null) return openOperand(path);
  const metric = Object.hasOwn(scope.metrics, path) ? scope.metrics[path] : undefined;
  if (metric) return namedOperand(path, metric.type, null, metric.range);
  const suggestion = meantAs(path, scope) ?? didYouMean(path, [...Object.keys(scope.metrics), 'health.score', 'health.band']);
  report(at, 'unknown-name', `"${path}" is not a metric`, suggestion);
  return null;
}

/** The value behind a name as it stands in a condition, or null after a report. */
export function checkName(path: string, at: At, scope: NameScope, report: Report): CheckedOperand | null {
  if (path.includes('.')) return checkDotted(path, at, scope, report);
  const known = builtInNamed(path);
  return known ? checkBuiltIn(known, at, scope, report) : checkMetric(path, at, scope, report);
}
