import { nearest } from '../model/did-you-mean.js';
import type { Diagnostics } from '../language/diagnostics.js';
import { flatten } from '../language/read-playbook.js';
import type { TemplateFile } from '../language/read-templates.js';
import { templateFolder } from './compile-templates.js';
import type { PlaybookUnit } from './compile-unit.js';

/** Warns of templates that no playbook beside them sends, unless one of those playbooks could not be read to its end. */
export function warnOfUnusedTemplates(
  units: readonly PlaybookUnit[],
  templates: ReadonlyMap<string, readonly TemplateFile[]>,
  diagnostics: Diagnostics,
): void {
  const named = new Map<string, Set<string>>();
  const unclear = new Set<string>();
  for (const { file, opened, playbook } of units) {
    const folder = templateFolder(file);
    if (diagnostics.errors(file) > 0) unclear.add(folder);
    if (!opened) continue;
    const names = named.get(folder) ?? new Set();
    named.set(folder, names);
    for (const step of flatten(playbook?.steps ?? []))
      if (step.verb === 'email' || step.verb === 'in_app') names.add(step.template.value);
  }
  for (const [folder, names] of named) {
    if (unclear.has(folder)) continue;
    for (const { name, source } of templates.get(folder) ?? []) {
      if (names.has(name)) continue;
      const near = nearest(name, names);
      const suggestion = near === null ? 'remove the file, or send it in a step' : `is it meant to be ${near}?`;
      diagnostics.add(
        source,
        source.restOfLine(0),
        'template-unused',
        `no playbook beside it sends the template ${name}`,
        suggestion,
        'warning',
      );
    }
  }
}
