import { nearest } from '../model/did-you-mean.js';
import type { Diagnostics } from '../language/diagnostics.js';
import { flatten } from '../language/read-playbook.js';
import type { TemplateFile } from '../language/read-templates.js';
import type { Playbook } from '../model/playbook.js';
import { templateFolder } from './compile-templates.js';

/** Warns of templates that no playbook beside them sends, unless one of those playbooks could not be read to its end. */
export function warnOfUnusedTemplates(
  playbooks: readonly Playbook[],
  playbookFiles: readonly string[],
  templates: readonly TemplateFile[],
  diagnostics: Diagnostics,
): void {
  for (const folder of new Set(playbookFiles.map(templateFolder))) {
    if (playbookFiles.some((file) => templateFolder(file) === folder && diagnostics.errors(file) > 0)) continue;
    const steps = playbooks.filter(({ file }) => templateFolder(file) === folder).flatMap((playbook) => flatten(playbook.steps));
    const named = new Set(
      steps.flatMap((step) => (step.verb === 'email' || step.verb === 'in_app' ? [step.template.value] : [])),
    );
    for (const { folder: own, name, source } of templates) {
      if (own !== folder || named.has(name)) continue;
      const near = nearest(name, named);
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
