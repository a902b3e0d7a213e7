import type { AccountData } from '../../../workflows/model/account-data.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import { textIn, type Locale, type LocalizedText } from '../../../workflows/model/localized-text.js';
import type { Plan, PlanStep, PlanTemplates, Recipient, StepVerb } from '../../../workflows/model/plan.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { AccountPeople } from '../../../prisma/read-models/account-people.js';
import type { RecipientRow } from '../../../prisma/read-models/message-recipients.js';
import { MissingTemplateValue, renderMessage, renderText } from '../templates/render-template.js';
import { templateContext } from '../templates/template-context.js';
import { templateInLanguage } from '../templates/template-in-language.js';

/** An account as of an instant, with everything that texts can name. */
export interface PreviewFacts {
  readonly at: Instant;
  /** True = made up. */
  readonly sample: boolean;
  readonly people: AccountPeople;
  readonly data: AccountData;
  readonly catalogue: Catalogue;
  /** What became of the steps of a run: always made up, for a preview has no run. */
  readonly outcomes: Readonly<Record<string, string>>;
  /** Who reads what is sent to a recipient; null = the account has nobody who is that. */
  readonly readerFor: (recipient: Recipient) => Promise<RecipientRow | null>;
}

/** Why a text would not go out; a task for the CSM would be opened in its place. */
export type PreviewFailure =
  | { readonly kind: 'missing_value'; readonly path: string }
  | { readonly kind: 'nobody'; readonly recipient: Recipient }
  | { readonly kind: 'empty_subject' };

export interface PreviewedText {
  readonly playbook: string;
  readonly step: string;
  readonly verb: StepVerb;
  readonly template: string | null;
  readonly to: Recipient | null;
  readonly locale: Locale;
  /** Null where the text has no such part, or cannot be rendered. */
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly failure: PreviewFailure | null;
}

/** A text that is part of the playbook itself. */
export function ownText(step: PlanStep): LocalizedText | null {
  switch (step.verb) {
    case 'task':
      return step.title;
    case 'ask':
      return step.question;
    case 'chat':
      return step.message;
    default:
      return null;
  }
}

const NOTHING = { subject: null, text: null, html: null } as const;

function failureOf(error: unknown): PreviewFailure {
  if (error instanceof MissingTemplateValue) return { kind: 'missing_value', path: error.path };
  throw error;
}

/**
 * Renders what a step says as the worker would, and sends nothing.
 * @param wanted the language; default: that of whoever reads it.
 * @returns null for a step that says nothing.
 */
export async function previewStep(
  plan: Plan,
  templates: PlanTemplates,
  step: PlanStep,
  facts: PreviewFacts,
  wanted?: Locale,
): Promise<PreviewedText | null> {
  const { people, readerFor } = facts;
  const base = { playbook: plan.playbook, step: step.id, verb: step.verb };
  const context = (contact: RecipientRow | null, locale: Locale) => templateContext({ ...facts, plan, contact, locale });
  if (step.verb === 'email' || step.verb === 'in_app') {
    const reader = await readerFor(step.to);
    const own = reader?.locale === 'en' || reader?.locale === 'zh' ? reader.locale : people.locale;
    const found = templateInLanguage(templates, step.template, wanted ?? own);
    const about = { ...base, template: step.template, to: step.to, locale: found?.locale ?? wanted ?? own };
    if (!found) return { ...about, ...NOTHING, failure: { kind: 'missing_value', path: step.template } };
    if (!reader) return { ...about, ...NOTHING, failure: { kind: 'nobody', recipient: step.to } };
    try {
      const message = renderMessage(found.source, context(reader, found.locale));
      return { ...about, ...message, failure: message.subject === '' ? { kind: 'empty_subject' } : null };
    } catch (error) {
      return { ...about, ...NOTHING, failure: failureOf(error) };
    }
  }
  const text = ownText(step);
  if (!text) return null;
  const locale = wanted ?? people.locale;
  const about = {
    ...base,
    template: null,
    to: step.verb === 'task' ? step.assign : step.verb === 'ask' ? step.to : null,
    locale,
  };
  try {
    const rendered = renderText(textIn(text, locale), context(null, locale)).replace(/\s+/gu, ' ').trim();
    return { ...about, ...NOTHING, text: rendered, failure: null };
  } catch (error) {
    return { ...about, ...NOTHING, failure: failureOf(error) };
  }
}
