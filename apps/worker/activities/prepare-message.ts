import type { PerformInput } from '../../../workflows/durable/activities.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Locale } from '../../../workflows/model/localized-text.js';
import { accountPeople } from '../../../prisma/read-models/account-people.js';
import type { AccountPeople } from '../../../prisma/read-models/account-people.js';
import type { RecipientRow } from '../../../prisma/read-models/message-recipients.js';
import type { PinnedPlaybook } from '../../../prisma/read-models/pinned-playbook.js';
import { runOutcomes } from '../../../prisma/read-models/run-outcomes.js';
import { MissingTemplateValue, renderMessage } from '../../shared/templates/render-template.js';
import type { RenderedMessage, TemplateContext } from '../../shared/templates/render-template.js';
import { templateContext } from '../../shared/templates/template-context.js';
import { templateInLanguage } from '../../shared/templates/template-in-language.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import type { Failure } from './failure.js';

/** Renders for one reader after another; what they share was loaded once. */
export interface Renderer {
  readonly people: AccountPeople;
  /** Days off of the book. */
  readonly calendars: Catalogue['calendars'];
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
    accountPeople(deps.db, input.account, input.csm),
    deps.readAccount(input.account, input.at),
    runOutcomes(deps.db, input.runId),
  ]);
  if (!people || !account) return null;
  return {
    people,
    calendars: account.catalogue.calendars,
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
  const found = templateInLanguage(pinned.templates, template, renderer.localeOf(reader));
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
    const message = renderMessage(source, renderer.context(reader, locale));
    if (message.subject !== '') return { status: 'ready', locale, message };
    const because = { en: `the subject of "${template}" came out empty`, zh: `模板“${template}”的主题为空` };
    return { status: 'failed', failure: { word: 'missing_value', because } };
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
