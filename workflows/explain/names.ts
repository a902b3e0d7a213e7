import { BUILT_IN_EVENTS } from '../model/built-in-events.js';
import type { Catalogue, MetricType } from '../model/catalogue.js';
import { textIn, type Locale, type LocalizedText } from '../model/localized-text.js';
import type { PeriodUnit } from '../model/time.js';
import { code, insideSentence, oneLine } from './text.js';

/** Things of the catalogue that have a title of their own. */
export type NamedThing = 'metric' | 'segment' | 'event' | 'attribute' | 'stage' | 'milestone' | 'endpoint' | 'chat' | 'parameter';

type Titles = ReadonlyMap<string, LocalizedText>;

/** How the things that a playbook names are called in one language. */
export interface ExplainNames {
  readonly locale: Locale;
  /** As it stands inside a sentence: its title, or its id in backticks when it has none. */
  called(thing: NamedThing, id: string): string;
  /** The title as it is written, or null. */
  title(thing: NamedThing, id: string): string | null;
  /** What a metric is measured in; null = not known. */
  type(metric: string): MetricType | null;
  /** The period a metric is measured in; null = not known. */
  per(metric: string): PeriodUnit | null;
}

function titlesOf(catalogue: Catalogue | null): Partial<Record<NamedThing, Titles>> {
  if (!catalogue) return {};
  const record = (things: Readonly<Record<string, { readonly title: LocalizedText }>>): Titles =>
    new Map(Object.entries(things).map(([id, { title }]) => [id, title]));
  const list = (things: readonly { readonly id: string; readonly title: LocalizedText }[]): Titles =>
    new Map(things.map(({ id, title }) => [id, title]));
  return {
    metric: record(catalogue.metrics),
    segment: list(catalogue.segments),
    event: list([...BUILT_IN_EVENTS, ...Object.values(catalogue.events ?? {})]),
    attribute: record(catalogue.attributes ?? {}),
    endpoint: record(catalogue.endpoints ?? {}),
    chat: record(catalogue.chats ?? {}),
    stage: list(catalogue.lifecycle?.stages ?? []),
    milestone: list(catalogue.lifecycle?.milestones ?? []),
  };
}

/** Names by the titles of a catalogue, and of a playbook's own parameters. Null = no catalogue: ids stand for themselves. */
export function explainNames(
  catalogue: Catalogue | null,
  locale: Locale,
  parameters: readonly { readonly id: string; readonly title: LocalizedText | null }[] = [],
): ExplainNames {
  const titles = titlesOf(catalogue);
  const own: Titles = new Map(parameters.flatMap(({ id, title }) => (title ? [[id, title] as const] : [])));
  const metricOf = (id: string) => (catalogue && Object.hasOwn(catalogue.metrics, id) ? catalogue.metrics[id] : undefined);
  const title = (thing: NamedThing, id: string): string | null => {
    const found = (thing === 'parameter' ? own : titles[thing])?.get(id);
    const text = found ? oneLine(textIn(found, locale)) : '';
    // Whoever gives no title gets the id as one.
    return text === '' || text === id ? null : text;
  };
  return {
    locale,
    title,
    called: (thing, id) => {
      const text = title(thing, id);
      if (text === null) return code(id);
      return locale === 'en' ? insideSentence(text) : text;
    },
    type: (metric) => metricOf(metric)?.type ?? null,
    per: (metric) => metricOf(metric)?.per ?? null,
  };
}
