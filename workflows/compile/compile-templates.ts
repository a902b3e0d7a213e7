import { saysOf } from '../model/diagnostic.js';
import { didYouMean } from '../model/did-you-mean.js';
import type { Diagnostics } from '../language/diagnostics.js';
import { flatten } from '../language/read-playbook.js';
import { checkTemplateFile, type TemplateFile } from '../language/read-templates.js';
import type { BookNames } from '../language/playbook-scope.js';
import { templatePaths } from '../language/template-paths.js';
import type { Locale } from '../model/localized-text.js';
import type { PlanTemplates, TemplateSource } from '../model/plan.js';
import type { Playbook } from '../model/playbook.js';
import { refuseLateOutcomes, warnOfLocaleDifferences } from './judge-templates.js';
import { hasOutcome } from './outcomes-before.js';
import type { UsedTemplate } from './used-template.js';

export interface CompiledTemplates {
  readonly templates: PlanTemplates;
  readonly used: readonly UsedTemplate[];
}

/** `emails/` beside the playbook. */
export function templateFolder(playbookFile: string): string {
  const slash = playbookFile.lastIndexOf('/');
  return slash < 0 ? 'emails' : `${playbookFile.slice(0, slash)}/emails`;
}

/**
 * Finds and checks the templates that a playbook names. Missing and wrong ones are reported.
 * @param here the template files in its folder.
 */
export function compileTemplates(
  playbook: Playbook,
  here: readonly TemplateFile[],
  { metrics, attributes }: Pick<BookNames, 'metrics' | 'attributes'>,
  diagnostics: Diagnostics,
): CompiledTemplates {
  const folder = templateFolder(playbook.file);
  const steps = flatten(playbook.steps);
  const silent = new Set(steps.filter((step) => !hasOutcome(step)).map(({ id }) => id.value));
  const speaking = playbook.stepIds.filter((id) => !silent.has(id));
  const parameters = playbook.parameters.map(({ id }) => id.value);
  const catalogue = { metrics: metrics ?? {}, attributes };
  const paths = templatePaths(catalogue, speaking, true, parameters);
  const before = diagnostics.errors();
  const senders = steps.filter((step) => step.verb === 'email' || step.verb === 'in_app');
  const languages = (['en', 'zh'] as const).filter((locale) => playbook.title[locale] !== undefined);
  const templates: Record<string, Partial<Record<Locale, TemplateSource>>> = {};
  const used: UsedTemplate[] = [];
  for (const name of [...new Set(senders.map((step) => step.template.value))].sort()) {
    const users = senders.filter((step) => step.template.value === name);
    const span = users[0]?.template.span;
    const found = here.filter((file) => file.name === name);
    if (!span) continue;
    if (found.length === 0) {
      const known = [...new Set(here.map((file) => file.name))];
      const near = didYouMean(name, known);
      const suggestion = saysOf(near) ?? `write the file ${folder}/${name}.en.hbs`;
      const message = `there is no template "${name}": looked for ${folder}/${name}.${languages[0] ?? 'en'}.hbs`;
      const absent = { file: playbook.file, span, severity: 'error', code: 'template-missing', message, suggestion } as const;
      const fix = typeof near === 'object' && /^[a-z]/.test(near.write) ? { span, text: near.write } : null;
      diagnostics.push(fix ? { ...absent, fix } : absent);
      continue;
    }
    const content: Partial<Record<Locale, TemplateSource>> = {};
    for (const file of found) {
      const checked = metrics && checkTemplateFile(file, paths, diagnostics);
      if (!checked) continue;
      content[file.locale] = checked.content;
      used.push({ ...checked, file, steps: users });
    }
    templates[name] = content;
    // A title in one language only makes the book one of that language: any one file will do.
    for (const locale of languages.length > 1 ? languages : []) {
      if (found.some((file) => file.locale === locale)) continue;
      const other = locale === 'en' ? 'zh' : 'en';
      const message = `the template ${name} is not written in "${locale}": contacts who read ${locale} get the ${other} one`;
      const suggestion = `write the file ${folder}/${name}.${locale}.hbs`;
      diagnostics.push({ file: playbook.file, span, severity: 'warning', code: 'template-locale-missing', message, suggestion });
    }
  }
  // What has mistakes is not compared with anything: a hole in it can look like something an author forgot.
  if (metrics && diagnostics.errors() === before && diagnostics.errors(playbook.file) === 0) {
    const own = templatePaths(catalogue, speaking, false, parameters);
    refuseLateOutcomes(playbook, used, own, diagnostics);
    warnOfLocaleDifferences(playbook, used, own, diagnostics);
  }
  return { templates, used };
}
