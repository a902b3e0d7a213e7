import type { MetricDefinition } from '../model/catalogue.js';
import type { Expression } from '../model/condition.js';
import { CONTACT_ROLES } from '../model/contact-role.js';
import { didYouMean, nearestAdvice } from '../model/did-you-mean.js';
import { BUILT_IN_NAMES } from './built-in-names.js';
import { checkMetric, checkName } from './check-name.js';
import type { Report } from './checked-operand.js';
import { exactLength } from './exact-length.js';
import { FUNCTIONS, type ConditionFunction, type FunctionParameter } from './functions.js';
import type { NameScope } from './name-scope.js';
import type { OperandSyntax } from './syntax.js';

/** An argument of a function; `metric` = what it is asked about, where that is one that is known. */
export interface CheckedArgument {
  readonly expression: Expression;
  readonly metric: MetricDefinition | null;
  readonly open: boolean;
}

type Check = (fn: ConditionFunction, argument: OperandSyntax, scope: NameScope, report: Report) => CheckedArgument | null;

const DATES = BUILT_IN_NAMES.flatMap(({ path, type }) => (type === 'date' ? [path] : []));
const plain = (expression: Expression): CheckedArgument => ({ expression, metric: null, open: false });

const checkMetricArgument: Check = (fn, argument, scope, report) => {
  if (argument.kind !== 'name' || argument.path.includes('.')) {
    const known = Object.keys(scope.metrics ?? {});
    const example = known[0] ? `write e.g. ${fn.name}(${known[0]})` : undefined;
    report(argument, 'wrong-argument', `${fn.name} takes the name of a metric`, example);
    return null;
  }
  const checked = checkMetric(argument.path, argument, scope, report);
  if (!checked) return null;
  const metric = scope.metrics?.[argument.path] ?? null;
  if (fn.per !== null && metric !== null && metric.per !== fn.per) {
    const other = FUNCTIONS.find(({ name, per }) => per === metric.per && name.slice(3) === fn.name.slice(3));
    const suggestion = other ? `write ${other.name}(${metric.id})` : `define a metric with per: ${fn.per} for it`;
    report(argument, 'wrong-argument', `${metric.id} is measured per ${metric.per}, ${fn.name} compares ${fn.per}s`, suggestion);
    return null;
  }
  return { expression: checked.expression, metric, open: checked.open };
};

/** The names of type date that can be written here. */
function datesOf(scope: NameScope): readonly string[] {
  const own = Object.entries(scope.attributes ?? {}).flatMap(([id, { type }]) => (type === 'date' ? [`account.${id}`] : []));
  return [...DATES, ...own];
}

const checkDate: Check = (fn, argument, scope, report) => {
  const dates = datesOf(scope);
  if (argument.kind === 'name' && argument.path.startsWith('account.') && scope.attributes === null) {
    const checked = checkName(argument.path, argument, scope, report);
    if (!checked) return null;
    // An attribute nobody declared is what it is used as.
    if (checked.open) return plain({ ...checked.expression, type: 'date' } as Expression);
  }
  if (argument.kind === 'name' && dates.includes(argument.path)) {
    const checked = checkName(argument.path, argument, scope, report);
    return checked && plain(checked.expression);
  }
  const written = argument.kind === 'name' ? argument.path : '';
  if (scope.events?.includes(written)) {
    const message = `${fn.name} takes a date, ${written} is an event`;
    report(argument, 'wrong-argument', message, `write days_since(${written}) for the time since it happened`);
    return null;
  }
  report(argument, 'wrong-argument', `${fn.name} takes a date`, didYouMean(written, dates));
  return null;
};

/** The id of an event or a milestone; `null` known = not known, so that any id passes. */
function checkReference(
  to: 'event' | 'milestone',
  knownOf: (scope: NameScope) => readonly string[] | null,
  declared: string,
): Check {
  const article = to === 'event' ? 'an' : 'a';
  return (fn, argument, scope, report) => {
    const known = knownOf(scope);
    if (argument.kind === 'string') {
      const advice = { says: `write ${argument.value} without quotes`, write: argument.value };
      report(
        argument,
        'wrong-argument',
        `${fn.name} takes the id of ${article} ${to}`,
        /^[a-z]\w*$/.test(argument.value) ? advice : undefined,
      );
      return null;
    }
    const isMetric = argument.kind === 'name' && Object.hasOwn(scope.metrics ?? {}, argument.path);
    const wrong = argument.kind !== 'name' || argument.path.includes('.') || (known === null && isMetric);
    if (wrong) {
      const is = isMetric ? `${argument.path} is a metric, ` : '';
      const example = known?.[0] ?? undefined;
      report(
        argument,
        'wrong-argument',
        `${is}${fn.name} takes the id of ${article} ${to}`,
        `write e.g. ${example ?? fn.example}`,
      );
      return null;
    }
    const { path } = argument;
    if (known === null || known.includes(path)) return plain({ kind: 'reference', to, id: path, type: 'text' });
    report(argument, 'unknown-name', `there is no ${to} "${path}"`, nearestAdvice(path, known) ?? declared);
    return null;
  };
}

const checkEvent = checkReference('event', ({ events }) => events, 'declare it under events: in the metrics file');
const checkMilestone = checkReference(
  'milestone',
  ({ milestones }) => milestones,
  'declare it under milestones: in the lifecycle file',
);

const checkDateOrEvent: Check = (fn, argument, scope, report) => {
  if (argument.kind === 'name') {
    const { path } = argument;
    if (path.includes('.')) return checkDate(fn, argument, scope, report);
    const isMetric = Object.hasOwn(scope.metrics ?? {}, path);
    if (scope.events === null ? !isMetric : scope.events.includes(path))
      return plain({ kind: 'reference', to: 'event', id: path, type: 'text' });
    if (isMetric) {
      report(
        argument,
        'wrong-argument',
        `${fn.name} takes a date or an event, ${path} is a metric`,
        didYouMean('', datesOf(scope)),
      );
      return null;
    }
    const near = nearestAdvice(path, [...(scope.events ?? []), ...datesOf(scope)]);
    report(argument, 'unknown-name', `there is no event "${path}"`, near ?? 'declare it under events: in the metrics file');
    return null;
  }
  if (argument.kind === 'string') return checkEvent(fn, argument, scope, report);
  report(argument, 'wrong-argument', `${fn.name} takes a date or an event`, `write e.g. ${fn.example}`);
  return null;
};

/** A text out of a closed set; `null` known = any. */
function checkWord(what: string, knownOf: (scope: NameScope) => readonly string[] | null): Check {
  return (fn, argument, scope, report) => {
    const known = knownOf(scope);
    if (argument.kind === 'string') {
      const { value } = argument;
      if (known === null || known.includes(value)) return plain({ kind: 'literal', type: 'text', value });
      const near = didYouMean(value, known);
      const advice = typeof near === 'object' ? { ...near, write: `"${near.write}"` } : near;
      report(argument, 'unknown-value', `there is no ${what} "${value}"`, advice);
      return null;
    }
    const quoted = argument.kind === 'name' ? `"${argument.path.replace(/^account\./, '')}"` : null;
    const advice = quoted === null ? `write e.g. ${fn.example}` : { says: `write ${quoted}`, write: quoted };
    report(argument, 'wrong-argument', `${fn.name} takes a ${what} as a text in quotes`, advice);
    return null;
  };
}

const checkSpan: Check = (fn, argument, scope, report) => {
  if (argument.kind === 'number') {
    const { value, unit } = argument;
    if (unit === null || unit === '%') {
      const days = { says: `write ${value}d`, write: `${value}d` };
      const whole = unit === null && Number.isInteger(value) && value > 0;
      report(argument, 'type-mismatch', `${fn.name} takes a length of time with its unit`, whole ? days : `write e.g. 30d`);
      return null;
    }
    const ms = exactLength(argument, report);
    if (ms === null) return null;
    if (ms > 0) return plain({ kind: 'literal', type: 'duration', value: ms });
    report(argument, 'invalid-duration', 'a span must be longer than nothing', 'write e.g. 30d');
    return null;
  }
  if (argument.kind === 'name' && argument.path.startsWith('parameter.')) {
    const checked = checkName(argument.path, argument, scope, report);
    if (!checked) return null;
    if (checked.open || checked.expression.type === 'duration')
      return plain({ ...checked.expression, type: 'duration' } as Expression);
    report(argument, 'type-mismatch', `${argument.path} is no duration`, 'name a parameter with type: duration');
    return null;
  }
  report(argument, 'wrong-argument', `${fn.name} takes a length of time`, 'write e.g. 30d');
  return null;
};

const CHECKS: Readonly<Record<Exclude<FunctionParameter['kind'], 'day'>, Check>> = {
  metric: checkMetricArgument,
  date: checkDate,
  date_or_event: checkDateOrEvent,
  event: checkEvent,
  milestone: checkMilestone,
  role: checkWord('role', () => CONTACT_ROLES),
  priority: checkWord('priority', ({ tickets }) => tickets),
  span: checkSpan,
};

/** One argument of a function, checked against what its parameter takes; null after a report. */
export function checkArgument(
  fn: ConditionFunction,
  { kind }: FunctionParameter,
  argument: OperandSyntax,
  scope: NameScope,
  report: Report,
): CheckedArgument | null {
  // A day is written behind the parenthesis, where the parser has judged it.
  return kind === 'day' ? null : CHECKS[kind](fn, argument, scope, report);
}
