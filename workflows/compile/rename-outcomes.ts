import { printCondition } from '../condition/print-condition.js';
import { checkTemplate } from '../language/check-template.js';
import type { TemplatePaths } from '../language/template-paths.js';
import type { Condition, Expression } from '../model/condition.js';
import type { LocalizedText } from '../model/localized-text.js';
import type { AuthoredCondition } from '../model/playbook.js';

/** Step id -> its new id. */
export type Renaming = (step: string) => string;

const SUFFIX = '.outcome';
const PREFIX = 'outcome.';

/** `call.outcome` after `call` was renamed; other names stay. */
export function renameOutcome(path: string, rename: Renaming): string {
  if (!path.endsWith(SUFFIX) || path.split('.').length !== 2) return path;
  return `${rename(path.slice(0, -SUFFIX.length))}${SUFFIX}`;
}

function inExpression(expression: Expression, rename: Renaming): Expression {
  if (expression.kind === 'name') return { ...expression, path: renameOutcome(expression.path, rename) };
  if (expression.kind !== 'call') return expression;
  return { ...expression, args: expression.args.map((argument) => inExpression(argument, rename)) };
}

function inCondition(condition: Condition, rename: Renaming): Condition {
  switch (condition.kind) {
    case 'compare':
      return { ...condition, left: inExpression(condition.left, rename), right: inExpression(condition.right, rename) };
    case 'is':
    case 'in':
    case 'missing':
      return { ...condition, left: inExpression(condition.left, rename) };
    case 'holds':
      return { ...condition, value: inExpression(condition.value, rename) };
    case 'not':
    case 'for':
      return { ...condition, of: inCondition(condition.of, rename) };
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map((part) => inCondition(part, rename)) };
  }
}

/** A condition that reads the renamed steps. */
export function renameInCondition(authored: AuthoredCondition, rename: Renaming): AuthoredCondition {
  const condition = inCondition(authored.condition, rename);
  return { ...authored, condition, text: printCondition(condition) };
}

/** A template's text in which `outcome.<step>` names the renamed steps; all else stays to the letter. */
export function renameInTemplate(text: string, paths: TemplatePaths, rename: Renaming): string {
  const { used } = checkTemplate(text, paths, { html: false }, () => undefined);
  const outcomes = used.filter(({ path }) => path.startsWith(PREFIX)).sort((a, b) => b.at.start - a.at.start);
  // From the end to the front, so that the places before stay where they are.
  return outcomes.reduce(
    (result, { path, at }) => `${result.slice(0, at.start)}${PREFIX}${rename(path.slice(PREFIX.length))}${result.slice(at.end)}`,
    text,
  );
}

/** The same for a text in one language or more. */
export function renameInText(text: LocalizedText, paths: TemplatePaths, rename: Renaming): LocalizedText {
  const renamed: { en?: string; zh?: string } = {};
  if (text.en !== undefined) renamed.en = renameInTemplate(text.en, paths, rename);
  if (text.zh !== undefined) renamed.zh = renameInTemplate(text.zh, paths, rename);
  return renamed;
}
