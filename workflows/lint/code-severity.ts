import type { Severity } from '../model/diagnostic.js';
import { DIAGNOSTIC_CODES, type DiagnosticCode } from '../model/diagnostic-code.js';
import { ALL_RULES } from '../rules/all-rules.js';

export function isCode(word: string): word is DiagnosticCode {
  return Object.hasOwn(DIAGNOSTIC_CODES, word);
}

/** How serious a code is before anybody configures it. */
export function codeSeverity(code: DiagnosticCode): Severity {
  return ALL_RULES[code].severity;
}
