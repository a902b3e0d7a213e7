import type { Diagnostics } from '../language/diagnostics.js';
import { flatten } from '../language/read-playbook.js';
import type { Playbook } from '../model/playbook.js';
import { ALL_RULES } from '../rules/all-rules.js';
import type { RuleTemplate } from '../rules/rule.js';
import type { UsedTemplate } from './compile-templates.js';

/**
 * Holds a playbook against every rule. A file with errors is only held against the rules that give errors, for a hole
 * in it can look like something an author forgot.
 */
export function judgePlaybook(playbook: Playbook, used: readonly UsedTemplate[], diagnostics: Diagnostics): void {
  const templates: readonly RuleTemplate[] = used.map((template) => ({
    file: template.file.source.file,
    recipients: template.steps.map((step) => step.to.value),
    used: template.used.map(({ path, guards, at }) => ({ path, guards, span: template.file.source.span(at) })),
  }));
  const broken = diagnostics.errors(playbook.file) > 0;
  const context = { playbook, steps: flatten(playbook.steps), templates };
  for (const { code, severity, check } of ALL_RULES) {
    if (broken && severity === 'warning') continue;
    for (const { file = playbook.file, span, message, suggestion } of check(context)) {
      diagnostics.push({ file, span, severity, code, message, suggestion });
    }
  }
}
