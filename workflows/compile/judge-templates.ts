import { checkTemplate, type TemplateUsed } from '../language/check-template.js';
import type { Diagnostics } from '../language/diagnostics.js';
import { flatten } from '../language/read-playbook.js';
import type { TemplatePaths } from '../language/template-paths.js';
import type { Span } from '../model/diagnostic.js';
import type { Locale, LocalizedText } from '../model/localized-text.js';
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

/** What a text in one language names; its mistakes were told when it was read. */
function usedIn(text: LocalizedText, locale: Locale, paths: TemplatePaths): readonly TemplateUsed[] {
  const own = text[locale];
  return own === undefined ? [] : checkTemplate(own, paths, { html: false }, () => undefined).used;
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

interface OwnText {
  /** What it is to whoever wrote it: `title`. */
  readonly what: string;
  readonly text: LocalizedText;
  readonly span: Span;
  /** The step it belongs to; null = the verification. */
  readonly step: string | null;
}

/** The texts that a playbook itself holds, besides its templates. */
function ownTexts(playbook: Playbook): readonly OwnText[] {
  const steps = flatten(playbook.steps).flatMap((step): readonly OwnText[] => {
    const [what, text] = textOf(step) ?? [];
    return what === undefined || !text ? [] : [{ what, text, span: step.span, step: step.id.value }];
  });
  const questions = (playbook.verify?.subjective ?? []).map(({ id, question }): OwnText => ({
    ...{ what: 'question', text: question, span: id.span, step: null },
  }));
  return [...steps, ...questions];
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
  for (const { what, text, span, step } of ownTexts(playbook)) {
    if (step === null) continue;
    const printed = (['en', 'zh'] as const).flatMap((locale) => printedOutcomes(usedIn(text, locale, paths)));
    const found = printed.find((one) => late(step, one.step));
    if (!found) continue;
    diagnostics.push({
      file: playbook.file,
      span,
      severity: 'error',
      code: 'template-path',
      message: `its ${what} prints ${found.path}, which has no value yet when the step begins`,
      suggestion: `put the step behind ${found.step}, or write it inside {{#if ${found.path}}}`,
    });
  }
}

const NAMES = { en: 'English', zh: 'Chinese' } as const;

const otherThan = (locale: Locale): Locale => (locale === 'en' ? 'zh' : 'en');
const printedPaths = (used: readonly TemplateUsed[]): ReadonlySet<string> =>
  new Set(used.filter(({ printed }) => printed).map(({ path }) => path));

/** Warns when one language of a text prints a value that the other one does not: half of the readers would miss it. */
export function warnOfLocaleDifferences(
  playbook: Playbook,
  used: readonly UsedTemplate[],
  paths: TemplatePaths,
  diagnostics: Diagnostics,
): void {
  for (const one of used) {
    const { name, locale, source } = one.file;
    const other = used.find(({ file }) => file.name === name && file.locale === otherThan(locale));
    if (!other) continue;
    const there = printedPaths(other.used);
    for (const path of printedPaths(one.used)) {
      const at = one.used.find((use) => use.printed && use.path === path)?.at;
      if (there.has(path) || !at) continue;
      const message = `the ${NAMES[other.file.locale]} text of ${name} does not print ${path}, this one does`;
      const suggestion = `write {{ ${path} }} in ${name}.${other.file.locale}.hbs too, or leave it out here`;
      diagnostics.add(source, at, 'template-locale-differs', message, suggestion, 'warning');
    }
  }
  for (const { what, text, span } of ownTexts(playbook)) {
    for (const locale of ['en', 'zh'] as const) {
      const other = otherThan(locale);
      if (text[locale] === undefined || text[other] === undefined) continue;
      const there = printedPaths(usedIn(text, other, paths));
      for (const path of printedPaths(usedIn(text, locale, paths))) {
        if (there.has(path)) continue;
        const message = `its ${what} prints ${path} in ${NAMES[locale]} and not in ${NAMES[other]}`;
        const suggestion = `write {{ ${path} }} under ${other}: too, or leave it out under ${locale}:`;
        diagnostics.push({
          file: playbook.file,
          span,
          severity: 'warning',
          code: 'template-locale-differs',
          message,
          suggestion,
        });
      }
    }
  }
}
