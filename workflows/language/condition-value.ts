import { readCondition, readExpression, type ReadExpression } from '../condition/read-condition.js';
import type { ConditionProblem } from '../condition/problem.js';
import type { NameScope } from '../condition/name-scope.js';
import type { AuthoredCondition, AuthoredConditions } from '../model/playbook.js';
import type { Place } from './source-text.js';
import { isMapping, kindOf, listOf, located, plain, placeOf, report, reportAt, scalarNode, type Value } from './value.js';

/** What stands for a condition that was reported: nothing asks it, for its playbook is not compiled. */
const NOTHING = { kind: 'any', of: [] } as const;

function broken(value: Value): AuthoredCondition {
  return { text: '', condition: NOTHING, span: located(value, null).span, broken: true };
}

/**
 * Where a piece of a scalar's text stands in the file. Quotes, escapes and folded lines make the two differ, so the
 * text is walked through its source; when that does not work out, the whole scalar is the place.
 */
export function placeInScalar(value: Value, start: number, end: number): Place {
  const whole = placeOf(value);
  const node = scalarNode(value);
  const range = node?.range;
  if (!node || !range || typeof node.value !== 'string') return whole;
  const { text } = value.reader.source;
  const offsets: number[] = [];
  let at = range[0];
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') at += 1;
  else if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL') at = text.indexOf('\n', at) + 1;
  const skipSpace = (): void => {
    while (at < range[1] && /\s/.test(text[at] ?? '')) at += 1;
  };
  if (node.type?.startsWith('BLOCK')) skipSpace();
  for (let index = 0; index < node.value.length; index += 1) {
    const character = node.value[index] ?? '';
    if (/\s/.test(character)) {
      offsets.push(at);
      if (!/\s/.test(text[at] ?? '')) return whole;
      const newline = /^[ \t]*\r?\n\s*/.exec(text.slice(at, range[1]));
      at += newline ? newline[0].length : 1;
      continue;
    }
    if (text[at] === '\\' && node.type === 'QUOTE_DOUBLE') at += 1;
    if (text[at] === "'" && text[at + 1] === "'" && node.type === 'QUOTE_SINGLE') at += 1;
    if (text[at] !== character) return whole;
    offsets.push(at);
    at += 1;
  }
  const from = offsets[Math.min(start, offsets.length - 1)] ?? whole.start;
  const last = offsets[Math.min(Math.max(end - 1, start), offsets.length - 1)] ?? from;
  return { start: from, end: Math.max(from, last) + 1 };
}

function reportAll(value: Value, problems: readonly ConditionProblem[]): void {
  for (const problem of problems) {
    reportAt(value, placeInScalar(value, problem.start, problem.end), problem.code, problem.message, problem.suggestion);
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

/** One condition; a wrong one is reported and comes back as `broken`. */
export function conditionOf(value: Value, scope: NameScope): AuthoredCondition {
  const text = expressionText(value, 'a condition');
  if (text === null) return broken(value);
  const { condition, problems } = readCondition(text, scope);
  reportAll(value, problems);
  return condition ? { ...condition, span: located(value, null).span, broken: false } : broken(value);
}

/** A list of conditions under a key such as `all:`. */
export function conditionsOf(value: Value, scope: NameScope): readonly AuthoredCondition[] {
  const content = plain(value);
  if (typeof content === 'string') {
    report(
      value,
      'wrong-shape',
      `${value.name} must be a list of conditions, this is one text`,
      `write it as a list: [${content}], or on a line that begins with "- "`,
    );
    return [];
  }
  const items = listOf(value, 'conditions');
  if (items?.length === 0)
    report(value, 'invalid-value', `${value.name} is an empty list`, 'write a condition or remove the key');
  return (items ?? []).map((item) => conditionOf(item, scope));
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
