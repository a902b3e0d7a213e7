import type { Severity } from '../model/diagnostic.js';
import { DIAGNOSTIC_CODES, type DiagnosticCode } from '../model/diagnostic-code.js';
import { BOOK_RULES, CHECKED_RULES } from '../rules/checked-rules.js';

/**
 * Warnings that are given while files are read. The definition of every code (`ALL_RULES`) says the same, but loading a
 * hundred files for it would be felt at every start of the linter; a test holds the two together.
 */
const READING_WARNINGS: readonly DiagnosticCode[] = [
  'comment-eats-text',
  'ignore-error',
  'ignore-unused',
  'template-locale-differs',
  'template-locale-missing',
  'template-unused',
];

const warnings: ReadonlySet<DiagnosticCode> = new Set([
  ...READING_WARNINGS,
  ...[...CHECKED_RULES, ...BOOK_RULES].filter(({ severity }) => severity === 'warning').map(({ code }) => code),
]);

export function isCode(word: string): word is DiagnosticCode {
  return Object.hasOwn(DIAGNOSTIC_CODES, word);
}

/** How serious a code is before anybody configures it. */
export function codeSeverity(code: DiagnosticCode): Severity {
  return warnings.has(code) ? 'warning' : 'error';
}
