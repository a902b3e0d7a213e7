import type { Locale } from '../model/localized-text.js';
import { point, sentenceOf, type Item } from './explanation.js';

/** Collects what is said about a step: what its author wrote, and apart from it what stands there by default. */
export class StepFacts {
  private readonly written: Item[] = [];
  private readonly defaults: string[] = [];

  constructor(readonly locale: Locale) {}

  /** A sentence about what is written. */
  say(en: string, zh: string, below: readonly Item[] = []): this {
    this.written.push(point(sentenceOf(this.locale === 'en' ? en : zh, this.locale), below));
    return this;
  }

  /** A few words about what holds because nothing else is written. */
  byDefault(en: string, zh: string): this {
    this.defaults.push(this.locale === 'en' ? en : zh);
    return this;
  }

  /** The same words, as a default or as something written. */
  either(isDefault: boolean, en: string, zh: string): this {
    return isDefault ? this.byDefault(en, zh) : this.say(en, zh);
  }

  items(): readonly Item[] {
    if (this.defaults.length === 0) return this.written;
    const text = this.locale === 'en' ? `By default: ${this.defaults.join('; ')}.` : `默认：${this.defaults.join('；')}。`;
    return [...this.written, point(text)];
  }
}
