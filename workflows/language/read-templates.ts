import { saysOf, type Advice } from '../model/diagnostic.js';
import { didYouMean } from '../model/did-you-mean.js';
import type { Locale } from '../model/localized-text.js';
import type { TemplateSource } from '../model/plan.js';
import type { SourceFile } from '../model/playbook.js';
import { checkTemplate, type TemplateUsed } from './check-template.js';
import type { Diagnostics } from './diagnostics.js';
import { canComeOutEmpty } from './empty-template.js';
import { SourceText, type Place } from './source-text.js';
import { splitTemplate } from './split-template.js';
import type { TemplatePaths } from './template-paths.js';

const LOCALES: readonly Locale[] = ['en', 'zh'];

/** A template file, split but not checked: what it may name depends on the playbook that uses it. */
export interface TemplateFile {
  readonly folder: string;
  readonly name: string;
  readonly locale: Locale;
  readonly source: SourceText;
}

/** `onboarding/emails/welcome.en.hbs`; a file that is not named so is reported. */
export function templateFileOf(file: SourceFile, diagnostics: Diagnostics): TemplateFile | null {
  const slash = file.path.lastIndexOf('/');
  const folder = slash < 0 ? '' : file.path.slice(0, slash);
  const source = new SourceText(file.path, file.text);
  const match = /^(.+)\.([A-Za-z-]+)\.hbs$/.exec(file.path.slice(slash + 1));
  const locale = LOCALES.find((one) => one === match?.[2]);
  if (!match || !locale) {
    const suggestion = match
      ? saysOf(didYouMean(match[2] ?? '', LOCALES))
      : `name it ${file.path.slice(slash + 1).replace(/\.hbs$/, '')}.en.hbs`;
    diagnostics.add(
      source,
      source.restOfLine(0),
      'template-format',
      'a template file is named <template>.<language>.hbs',
      suggestion,
    );
    return null;
  }
  return { folder, name: match[1] ?? '', locale, source };
}

export interface CheckedTemplate {
  readonly content: TemplateSource;
  readonly used: readonly TemplateUsed[];
}

/** A part as it is kept and sent: Windows line ends are the editor's, so that they change neither a hash nor a message. */
function sent(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function moved(at: Place, by: number): Place {
  return { start: at.start + by, end: at.end + by };
}

function movedAdvice(advice: string | Advice | undefined, by: number): string | Advice | undefined {
  return typeof advice === 'object' && advice.at ? { ...advice, at: moved(advice.at, by) } : advice;
}

/** Checks every part of a template against the paths it may use. Null = the file could not be split. */
export function checkTemplateFile(file: TemplateFile, paths: TemplatePaths, diagnostics: Diagnostics): CheckedTemplate | null {
  const parts = splitTemplate(file.source, diagnostics);
  if (!parts) return null;
  const check = (part: { text: string; start: number }, options: { html: boolean }) =>
    checkTemplate(part.text, paths, options, (at, code, message, advice) =>
      diagnostics.add(file.source, moved(at, part.start), code, message, movedAdvice(advice, part.start)),
    ).used.map((use) => ({ ...use, at: { start: part.start + use.at.start, end: part.start + use.at.end } }));
  // Otherwise the mail would have no subject now and then; asked only of a subject that is one.
  if (canComeOutEmpty(parts.subject.text)) {
    const { start, text } = parts.subject;
    const place = { start, end: start + text.length };
    const advice = 'write a word outside of {{#if}}, or in its {{else}}';
    diagnostics.add(file.source, place, 'template-format', 'the subject can come out empty', advice);
  }
  const used = [
    ...check(parts.subject, { html: false }),
    ...check(parts.text, { html: false }),
    ...(parts.html ? check(parts.html, { html: true }) : []),
  ];
  const content = { subject: parts.subject.text, text: sent(parts.text.text), html: parts.html ? sent(parts.html.text) : null };
  return { content, used };
}
