/** The languages a book is written in. */
export type Locale = 'en' | 'zh';

/** Text in one or both languages; at least one is present. */
export type LocalizedText = Readonly<Partial<Record<Locale, string>>>;

/** The text in the wanted language, else in the other one. */
export function textIn(text: LocalizedText, locale: Locale): string {
  return text[locale] ?? text.en ?? text.zh ?? '';
}
