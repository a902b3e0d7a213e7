import type { Locale } from '../model/localized-text.js';
import { capital, endsInMark } from './text.js';

/** One line of an explanation, and what belongs below it. */
export interface Item {
  readonly text: string;
  /** Steps are numbered, everything else is a point in a list or a paragraph. */
  readonly as: 'paragraph' | 'point' | 'step';
  readonly below: readonly Item[];
}

export interface Section {
  readonly id: 'playbook' | 'parameters' | 'start' | 'enroll' | 'steps' | 'exits' | 'verify' | 'tests' | 'not_runnable';
  readonly title: string;
  readonly items: readonly Item[];
}

export const paragraph = (text: string, below: readonly Item[] = []): Item => ({ text, as: 'paragraph', below });
export const point = (text: string, below: readonly Item[] = []): Item => ({ text, as: 'point', below });

/** A full sentence: a capital in front, a full stop behind. */
export function sentenceOf(text: string, locale: Locale): string {
  if (text === '') return '';
  const begun = locale === 'en' ? capital(text) : text;
  return endsInMark(begun) ? begun : `${begun}${locale === 'en' ? '.' : '。'}`;
}

function block(items: readonly Item[], indent: string): string {
  let number = 0;
  let text = '';
  for (const [index, item] of items.entries()) {
    // Points of one list stand close together, paragraphs apart.
    if (index > 0) text += item.as === 'paragraph' || items[index - 1]?.as === 'paragraph' ? '\n\n' : '\n';
    if (item.as === 'step') number += 1;
    const mark = item.as === 'step' ? `${number}. ` : item.as === 'point' ? '- ' : '';
    text += `${indent}${mark}${item.text}`;
    const deeper = indent + ' '.repeat(mark.length);
    if (item.below.length > 0) text += `\n${block(item.below, deeper)}`;
  }
  return text;
}

/** Markdown: a heading per section, nested lists below it. */
export function renderSections(sections: readonly Section[]): string {
  const parts = sections.map(({ id, title, items }) => `${id === 'playbook' ? '#' : '##'} ${title}\n\n${block(items, '')}`);
  return `${parts.join('\n\n')}\n`;
}
