import type { Diagnostics } from '../language/diagnostics.js';
import type { BookNames } from '../language/playbook-scope.js';
import { flatten } from '../language/read-playbook.js';
import type { Playbook } from '../model/playbook.js';
import { BOOK_RULES, CHECKED_RULES } from '../rules/checked-rules.js';
import type { BookPlaybook, RuleContext, RuleTemplate } from '../rules/rule.js';
import type { UsedTemplate } from './used-template.js';

/**
 * Holds a playbook against every rule. With errors in it or in its templates it is only held against the rules that give
 * errors, for a hole can look like something an author forgot.
 * @param diagnostics of the playbook and its templates so far; what the rules find is added.
 */
export function judgePlaybook(
  playbook: Playbook,
  used: readonly UsedTemplate[],
  names: BookNames,
  diagnostics: Diagnostics,
): void {
  const templates: readonly RuleTemplate[] = used.map((template) => ({
    file: template.file.source.file,
    recipients: template.steps.map((step) => step.to.value),
    used: template.used.map(({ path, guards, at }) => ({ path, guards, span: template.file.source.span(at) })),
  }));
  const context: RuleContext = { playbook, steps: flatten(playbook.steps), templates, names };
  const judge = (severity: 'error' | 'warning'): void => {
    for (const rule of CHECKED_RULES) {
      if (rule.severity !== severity) continue;
      for (const { file = playbook.file, span, message, suggestion } of rule.check(context)) {
        diagnostics.push({ file, span, severity, code: rule.code, message, suggestion });
      }
    }
  };
  judge('error');
  // What is impossible is told first: advice about a playbook that cannot work as written would be noise.
  if (diagnostics.errors() === 0) judge('warning');
}

/** Holds the playbooks of a book without errors against the rules about all of them together. */
export function judgeBook(playbooks: readonly Playbook[], diagnostics: Diagnostics): void {
  const all: readonly BookPlaybook[] = playbooks.map((playbook) => ({ playbook, steps: flatten(playbook.steps) }));
  for (const { code, severity, checkBook } of BOOK_RULES) {
    for (const { file, span, message, suggestion } of checkBook(all)) {
      diagnostics.push({ file, span, severity, code, message, suggestion });
    }
  }
}
