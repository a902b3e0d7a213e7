import type { Locale } from '../../../workflows/model/localized-text.js';
import type { PlanTemplates, TemplateSource } from '../../../workflows/model/plan.js';

/** A template in the wanted language, else in the other one it is written in; null = it is not part of the plan. */
export function templateInLanguage(
  templates: PlanTemplates,
  name: string,
  wanted: Locale,
): { readonly locale: Locale; readonly source: TemplateSource } | null {
  const sources = Object.hasOwn(templates, name) ? templates[name] : undefined;
  for (const locale of [wanted, wanted === 'en' ? 'zh' : 'en'] as const) {
    const source = sources?.[locale];
    if (source) return { locale, source };
  }
  return null;
}
