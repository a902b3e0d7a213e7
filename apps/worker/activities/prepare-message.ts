import type { PerformInput } from '../../../workflows/durable/activities.js';
import type { Locale } from '../../../workflows/model/localized-text.js';
import type { TemplateSource } from '../../../workflows/model/plan.js';
import { accountPeople } from '../../../prisma/read-models/account-people.js';
import type { AccountPeople } from '../../../prisma/read-models/account-people.js';
import type { RecipientRow } from '../../../prisma/read-models/message-recipients.js';
import type { PinnedPlaybook } from '../../../prisma/read-models/pinned-playbook.js';
import { runOutcomes } from '../../../prisma/read-models/run-outcomes.js';
import { MissingTemplateValue, renderMessage } from '../templates/render-template.js';
import type { RenderedMessage, TemplateContext } from '../templates/render-template.js';
import { templateContext } from '../templates/template-context.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import type { Failure } from './open-fallback.js';

/** Renders for one reader after another; what they share was loaded once. */
export interface Renderer {
  readonly people: AccountPeople;
  localeOf(reader: RecipientRow | null): Locale;
  context(reader: RecipientRow | null, locale: Locale): TemplateContext;
}

/** Loads what the texts of a step may name, as of the instant the step is due. Null = there is no such account. */
export async function messageRenderer(
  deps: ActivityDependencies,
  input: PerformInput,
  pinned: PinnedPlaybook,
): Promise<Renderer | null> {
  const [people, account, outcomes] = await Promise.all([
    accountPeople(deps.db, input.account),
    deps.readAccount(input.account, input.at),
    runOutcomes(deps.db, input.runId),
  ]);
  if (!people || !account) return null;
  return {
    people,
    localeOf: (reader) => (reader?.locale === 'en' || reader?.locale === 'zh' ? reader.locale : people.locale),
    context: (reader, locale) =>
      templateContext({ at: input.at, locale, plan: pinned.plan, people, contact: reader, outcomes, ...account }),
  };
}

export type PreparedMessage =
  | { readonly status: 'ready'; readonly locale: Locale; readonly message: RenderedMessage }
  | { readonly status: 'failed'; readonly failure: Failure };

/** Renders a template in the reader's language, else in the other one it is written in. */
export function prepareMessage(
  pinned: PinnedPlaybook,
  template: string,
  renderer: Renderer,
  reader: RecipientRow,
): PreparedMessage {
  const found = inLanguage(pinned, template, renderer.localeOf(reader));
  if (!found)
    return {
      status: 'failed',
      failure: {
        word: 'no_template',
        because: { en: `the template "${template}" is not part of this version`, zh: `该版本不含模板“${template}”` },
      },
    };
  const { locale, source } = found;
  try {
    return { status: 'ready', locale, message: renderMessage(source, renderer.context(reader, locale)) };
  } catch (error) {
    if (!(error instanceof MissingTemplateValue)) throw error;
    return {
      status: 'failed',
      failure: {
        word: 'missing_value',
        because: {
          en: `the template "${template}" needs ${error.path}, which is unknown`,
          zh: `模板“${template}”需要 ${error.path}，但该值未知`,
        },
      },
    };
  }
}

function inLanguage(
  pinned: PinnedPlaybook,
  template: string,
  wanted: Locale,
): { readonly locale: Locale; readonly source: TemplateSource } | null {
  const sources = Object.hasOwn(pinned.templates, template) ? pinned.templates[template] : undefined;
  for (const locale of [wanted, wanted === 'en' ? 'zh' : 'en'] as const) {
    const source = sources?.[locale];
    if (source) return { locale, source };
  }
  return null;
}
