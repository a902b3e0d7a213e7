import { readCondition, readExpression, type ReadExpression } from '../condition/read-condition.js';
import type { ConditionProblem } from '../condition/problem.js';
import type { NameScope } from '../condition/name-scope.js';
import type { AuthoredCondition, AuthoredConditions } from '../model/playbook.js';
import type { Advice } from '../model/diagnostic.js';
import { adviceInScalar, placeInScalar } from './place-in-scalar.js';
import { isMapping, kindOf, listOf, located, plain, report, reportAt, scalarNode, type Value } from './value.js';

/** What stands for a condition that was reported: nothing asks it, for its playbook is not compiled. */
const NOTHING = { kind: 'any', of: [] } as const;

function broken(value: Value): AuthoredCondition {
  return { text: '', condition: NOTHING, span: located(value, null).span, broken: true };
}

function reportAll(value: Value, problems: readonly ConditionProblem[]): void {
  for (const problem of problems) {
    const advice = adviceInScalar(value, problem.suggestion, problem);
    reportAt(value, placeInScalar(value, problem.start, problem.end), problem.code, problem.message, advice);
  }
}

/** The text of a condition or expression, or null after a report. */
function expressionText(value: Value, what: string): string | null {
  const content = plain(value);
  if (typeof content === 'string') return content;
  if (isMapping(value))
    return report(
      value,
      'wrong-shape',
      `${what} must be a text, this is a mapping`,
      'is there a ": " in it? Put the condition in quotes',
    );
  return report(value, 'wrong-shape', `${what} must be a text, this is ${kindOf(value)}`, 'write e.g. health.score < 60');
}

/** Parentheses that a text opens and does not close; those within quotes are its own. */
function openParentheses(text: string): number {
  const marks = text.replace(/"[^"]*"/g, '');
  return marks.split('(').length - marks.split(')').length;
}

/** Whether an argument's comma ended a text without quotes, because it stands within brackets. */
function endsAtComma(value: Value, text: string): boolean {
  const node = scalarNode(value);
  if (node?.type !== 'PLAIN' || !node.range || openParentheses(text) <= 0) return false;
  return /^\s*,[^:{}[\]\n]*\)/.test(value.reader.source.text.slice(node.range[1], node.range[1] + 1_000));
}

/** One condition; a wrong one is reported and comes back as `broken`. */
export function conditionOf(value: Value, scope: NameScope): AuthoredCondition {
  const text = expressionText(value, 'a condition');
  if (text === null) return broken(value);
  // Told at what follows the comma, which is read as a key.
  if (endsAtComma(value, text)) return broken(value);
  const { condition, problems } = readCondition(text, scope);
  reportAll(value, problems);
  return condition ? { ...condition, span: located(value, null).span, broken: false } : broken(value);
}

/** One text where a list belongs: in brackets it is the same condition, unless something in it would end the list. */
function asList(value: Value, content: string): string | Advice {
  const says = `write it as a list: [${content}], or on a line that begins with "- "`;
  const node = scalarNode(value);
  const written = node?.range ? value.reader.source.text.slice(node.range[0], node.range[1]).trimEnd() : '';
  const quoted = node?.type === 'QUOTE_DOUBLE' || node?.type === 'QUOTE_SINGLE';
  const safe = quoted ? !written.includes('\n') : node?.type === 'PLAIN' && !/[,[\]{}\n]/.test(written);
  return safe ? { says, write: `[${written}]` } : says;
}

/** Each is held against all the others. */
const MOST_CONDITIONS = 100;

/** A list of conditions under a key such as `all:`. */
export function conditionsOf(value: Value, scope: NameScope): readonly AuthoredCondition[] {
  const content = plain(value);
  if (typeof content === 'string') {
    report(value, 'wrong-shape', `${value.name} must be a list of conditions, this is one text`, asList(value, content));
    return [];
  }
  const items = listOf(value, 'conditions', MOST_CONDITIONS);
  if (items?.length === 0)
    report(value, 'invalid-value', `${value.name} is an empty list`, 'write a condition or remove the key');
  let missing = 0;
  return (items ?? []).flatMap((item) => {
    const text = plain(item);
    if (typeof text !== 'string') return [conditionOf(item, scope)];
    if (missing > 0) {
      missing += openParentheses(text);
      return [];
    }
    if (!endsAtComma(item, text)) return [conditionOf(item, scope)];
    missing = openParentheses(text);
    const message = 'the condition ends at the comma: within brackets it is read as the next one';
    report(item, 'condition-syntax', message, 'put the whole condition in quotes');
    return [broken(item)];
  });
}

/** `all:` or `any:` out of the two values, null when neither is written. */
export function eitherConditionsOf(all: Value | null, any: Value | null, scope: NameScope): AuthoredConditions | null {
  if (all && any)
    reportAt(
      any,
      any.anchor,
      'unknown-key',
      '"all" and "any" cannot stand side by side',
      'keep one; write the other as a condition in parentheses',
    );
  if (all) return { mode: 'all', of: conditionsOf(all, scope) };
  return any ? { mode: 'any', of: conditionsOf(any, scope) } : null;
}

/** A single value such as `wow_drop(logins)`; problems are reported. */
export function expressionOf(value: Value, scope: NameScope): (ReadExpression & { readonly text: string }) | null {
  const text = expressionText(value, value.name);
  if (text === null) return null;
  const result = readExpression(text, scope);
  reportAll(value, result.problems);
  return { ...result, text };
}
