import type { LocalizedText } from '../../model/localized-text.js';
import { checkTemplate } from '../check-template.js';
import { canComeOutEmpty } from '../empty-template.js';
import { adviceInScalar, placeInScalar } from '../place-in-scalar.js';
import { localizedTextOf } from '../scalars.js';
import type { TemplatePaths } from '../template-paths.js';
import { fieldsOf, isMapping, plain, report, reportAt, type Value } from '../value.js';

/** A text, in one language or more, that may print paths: `Call {{ account.name }}`. */
export function messageTextOf(value: Value, paths: TemplatePaths | null): LocalizedText | null {
  const text = localizedTextOf(value);
  if (!text || !paths) return text;
  const check = (part: Value | null): void => {
    const content = part && plain(part);
    if (!part || typeof content !== 'string') return;
    checkTemplate(content, paths, { html: false }, (at, code, message, suggestion) =>
      reportAt(part, placeInScalar(part, at.start, at.end), code, message, adviceInScalar(part, suggestion, at)),
    );
    if (canComeOutEmpty(content))
      report(part, 'invalid-value', `${value.name} can come out empty`, 'write a word outside of {{#if}}, or in its {{else}}');
  };
  if (isMapping(value)) {
    const fields = fieldsOf(value, { known: [], open: true });
    fields?.keys().forEach((key) => check(fields.get(key)));
  } else check(value);
  return text;
}
