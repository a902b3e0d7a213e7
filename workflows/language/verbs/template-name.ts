import type { Located } from '../../model/playbook.js';
import { textOf } from '../scalars.js';
import { located, report, type Fields } from '../value.js';

/** The template that a message names, or null after a report. */
export function templateNameOf(fields: Fields): Located<string> | null {
  const value = fields.need('template', 'welcome');
  const text = value && textOf(value);
  if (!value || text === null) return null;
  if (/^[a-z0-9][a-z0-9_-]*$/i.test(text)) return located(value, text);
  const bare = text.replace(/^.*\//, '').replace(/(\.(en|zh))?\.hbs$/, '');
  return report(
    value,
    'invalid-value',
    `"${text}" is not the name of a template`,
    `write the file's name without folder and ending: ${bare}`,
  );
}
