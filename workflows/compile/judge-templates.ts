import { checkTemplate, type TemplateUsed } from '../language/check-template.js';
import type { Diagnostics } from '../language/diagnostics.js';
import { flatten } from '../language/read-playbook.js';
import type { TemplatePaths } from '../language/template-paths.js';
import type { LocalizedText } from '../model/localized-text.js';
import type { AuthoredStep, Playbook } from '../model/playbook.js';
import { outcomesBefore } from './outcomes-before.js';
import type { UsedTemplate } from './used-template.js';

const PREFIX = 'outcome.';

/** The steps whose outcome is printed without an `{{#if}}` that asks whether it is there. */
function printedOutcomes(used: readonly TemplateUsed[]): readonly (TemplateUsed & { readonly step: string })[] {
  return used
    .filter(({ path, printed, guards }) => printed && path.startsWith(PREFIX) && !guards.includes(path))
    .map((one) => ({ ...one, step: one.path.slice(PREFIX.length) }));
}

function textOf(step: AuthoredStep): readonly [string, LocalizedText] | null {
  switch (step.verb) {
    case 'task':
      return ['title', step.title];
    case 'ask':
      return ['question', step.question];
    case 'chat':
      return ['message', step.message];
    default:
      return null;
  }
}

/**
 * A template that prints the outcome of a step which cannot have ended when it is sent would never go out.
 * @param paths what the texts of steps may name.
 */
export function refuseLateOutcomes(
  playbook: Playbook,
  used: readonly UsedTemplate[],
  paths: TemplatePaths,
  diagnostics: Diagnostics,
): void {
  const before = outcomesBefore(playbook.steps);
  const late = (sender: string, step: string): boolean => before.has(step) && before.get(sender)?.has(step) === false;
  const says = (sender: string, path: string): string => `${path} has no value yet when the step ${sender} begins`;
  for (const template of used) {
    for (const { step, path, at } of printedOutcomes(template.used)) {
      const sender = template.steps.find(({ id }) => late(id.value, step));
      const { source } = template.file;
      const advice = `send it after ${step}, or write it inside {{#if ${path}}}`;
      if (sender) diagnostics.add(source, at, 'template-path', says(sender.id.value, path), advice);
    }
  }
  for (const step of flatten(playbook.steps)) {
    const [what, text] = textOf(step) ?? [];
    if (what === undefined || !text) continue;
    const own = [text.en, text.zh].flatMap((one) =>
      one === undefined ? [] : printedOutcomes(checkTemplate(one, paths, { html: false }, () => undefined).used),
    );
    const found = own.find((one) => late(step.id.value, one.step));
    if (!found) continue;
    diagnostics.push({
      file: playbook.file,
      span: step.span,
      severity: 'error',
      code: 'template-path',
      message: `its ${what} prints ${found.path}, which has no value yet when the step begins`,
      suggestion: `put the step behind ${found.step}, or write it inside {{#if ${found.path}}}`,
    });
  }
}

const NAMES = { en: 'English', zh: 'Chinese' } as const;

/** Warns when one language of a template prints a value that the other one does not: half of the readers would miss it. */
export function warnOfLocaleDifferences(used: readonly UsedTemplate[], diagnostics: Diagnostics): void {
  const printed = ({ used: paths }: UsedTemplate): readonly TemplateUsed[] => paths.filter((one) => one.printed);
  for (const one of used) {
    const other = used.find(({ file }) => file.name === one.file.name && file.locale !== one.file.locale);
    if (!other) continue;
    const there = new Set(printed(other).map(({ path }) => path));
    const told = new Set<string>();
    for (const { path, at } of printed(one)) {
      if (there.has(path) || told.has(path)) continue;
      told.add(path);
      const message = `the ${NAMES[other.file.locale]} text of ${one.file.name} does not print ${path}, this one does`;
      const suggestion = `write {{ ${path} }} in ${other.file.name}.${other.file.locale}.hbs too, or leave it out here`;
      diagnostics.add(one.file.source, at, 'template-locale-differs', message, suggestion, 'warning');
    }
  }
}
