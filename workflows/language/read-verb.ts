import type { NameScope } from '../condition/name-scope.js';
import type { LocalizedText } from '../model/localized-text.js';
import type { AuthoredStep, AuthoredTask, Located } from '../model/playbook.js';
import { checkTemplate } from './check-template.js';
import { conditionOf } from './condition-value.js';
import { DEFAULTS } from './defaults.js';
import { recipientOf } from './recipients.js';
import { durationOf, idProblem, localizedTextOf, textOf } from './scalars.js';
import { adviceInScalar, placeInScalar } from './place-in-scalar.js';
import type { TemplatePaths } from './template-paths.js';
import { fieldsOf, isMapping, listOf, located, plain, report, reportAt, type Fields, type Value } from './value.js';

type Verb = Exclude<AuthoredStep['verb'], 'branch'>;
type Base = Pick<AuthoredStep, 'id' | 'span'>;

/** What verbs need to know about the playbook. */
export interface VerbContext {
  /** What a task's title may name; null = the metrics could not be read, so it is not checked. */
  readonly titlePaths: TemplatePaths | null;
}

function templateOf(fields: Fields): Located<string> | null {
  const value = fields.need('template', 'welcome');
  const text = value && textOf(value);
  if (!value || text === null) return null;
  if (/^[a-z0-9][a-z0-9_-]*$/i.test(text)) return located(value, text);
  const bare = text.replace(/^.*\//, '').replace(/(\.(en|zh))?\.hbs$/, '');
  return report(
    value,
    'invalid-value',
    `"${text}" is not the name of a template`,
    /^[a-z][a-z0-9_-]*$/i.test(bare)
      ? { says: `write the file's name without folder and ending: ${bare}`, write: bare }
      : `write the file's name without folder and ending: ${bare}`,
  );
}

function titleOf(value: Value, context: VerbContext): LocalizedText | null {
  const title = localizedTextOf(value);
  const paths = context.titlePaths;
  if (!title || !paths) return title;
  const check = (part: Value | null): void => {
    const text = part && plain(part);
    if (!part || typeof text !== 'string') return;
    checkTemplate(text, paths, { html: false }, (at, code, message, suggestion) =>
      reportAt(part, placeInScalar(part, at.start, at.end), code, message, adviceInScalar(part, suggestion, at)),
    );
  };
  if (isMapping(value)) {
    const fields = fieldsOf(value, { known: [], open: true });
    fields?.keys().forEach((key) => check(fields.get(key)));
  } else check(value);
  return title;
}

function outcomesOf(value: Value): readonly Located<string>[] {
  const words: Located<string>[] = [];
  const items = listOf(value, 'outcome words');
  if (items?.length === 0) report(value, 'invalid-value', 'outcomes is an empty list', 'write e.g. [reached, no_answer]');
  for (const item of items ?? []) {
    const text = textOf({ ...item, name: 'an outcome' });
    if (text === null) continue;
    const problem = idProblem(text);
    if (problem) report(item, 'invalid-id', ...problem);
    else if (text === 'expired')
      report(item, 'invalid-value', '"expired" is given by the system when nobody closes the task', 'leave it out');
    else if (words.some((word) => word.value === text))
      report(item, 'duplicate-id', `the outcome ${text} is written twice`, 'keep one of the two');
    else words.push(located(item, text));
  }
  return words;
}

/** `note >= 40 characters`. */
function evidenceOf(value: Value): number | null {
  const text = textOf(value);
  if (text === null) return null;
  const match = /^note >= (\d+) characters?$/.exec(text.trim().replace(/\s+/g, ' '));
  const length = Number(match?.[1] ?? 0);
  if (match && length >= 1 && length <= 2_000) return length;
  return report(
    value,
    'invalid-value',
    `"${text}" is not evidence that can be asked for`,
    'write e.g. note >= 40 characters (1 to 2000)',
  );
}

function escalateOf(value: Value): AuthoredTask['escalate'] {
  const fields = fieldsOf(value, { known: ['after', 'to'] });
  const afterValue = fields?.need('after', '3bd');
  const toValue = fields?.need('to', 'account.manager');
  const after = afterValue ? durationOf(afterValue) : null;
  const to = toValue ? recipientOf(toValue, 'task') : null;
  return after && to && { after, to };
}

function task(value: Value, base: Base, context: VerbContext): AuthoredStep | null {
  const known = ['title', 'assign', 'due', 'expires', 'checklist', 'evidence', 'outcomes', 'escalate'];
  const fields = fieldsOf(value, { known });
  if (!fields) return null;
  const titleValue = fields.need('title', '"Call {{ account.name }}"');
  const title = titleValue && titleOf(titleValue, context);
  const assignValue = fields.need('assign', 'account.csm');
  const assign = assignValue && recipientOf(assignValue, 'task');
  const dueValue = fields.need('due', '2bd');
  const due = dueValue && durationOf(dueValue);
  const outcomesValue = fields.need('outcomes', '[done]');
  const outcomes = outcomesValue ? outcomesOf(outcomesValue) : [];
  const expiresValue = fields.get('expires');
  const expires = expiresValue ? durationOf(expiresValue) : due && { value: DEFAULTS.taskExpires, span: due.span };
  const checklistValue = fields.get('checklist');
  const checklist = (checklistValue && listOf(checklistValue, 'texts')?.map((item) => textOf(item))) ?? [];
  const evidenceValue = fields.get('evidence');
  const noteAtLeast = evidenceValue && evidenceOf(evidenceValue);
  const escalateValue = fields.get('escalate');
  const escalate = escalateValue && escalateOf(escalateValue);
  if (!title || !assign || !due || !expires || outcomes.length === 0) return null;
  return {
    ...base,
    verb: 'task',
    title,
    assign,
    due,
    expires,
    outcomes,
    noteAtLeast,
    escalate,
    checklist: checklist.filter((text) => text !== null),
  };
}

function check(value: Value, base: Base, scope: NameScope): AuthoredStep | null {
  const fields = fieldsOf(value, { known: ['expect', 'every', 'up_to'] });
  if (!fields) return null;
  const expectValue = fields.need('expect', 'health.score >= 70');
  const everyValue = fields.get('every');
  const upToValue = fields.get('up_to');
  const every = everyValue && durationOf(everyValue);
  const upTo = upToValue && durationOf(upToValue);
  if (everyValue && !upToValue)
    reportAt(value, everyValue.anchor, 'missing-key', 'a check that repeats needs an end', 'write e.g. up_to: 21d');
  if (upToValue && !everyValue) reportAt(value, upToValue.anchor, 'missing-key', 'up_to needs a pace', 'write e.g. every: 7d');
  if (!expectValue) return null;
  return { ...base, verb: 'check', expect: conditionOf(expectValue, scope), every, upTo };
}

/** A step's body by its verb, or null after a report. */
export function readVerb(verb: Verb, value: Value, base: Base, scope: NameScope, context: VerbContext): AuthoredStep | null {
  switch (verb) {
    case 'email': {
      const fields = fieldsOf(value, { known: ['template', 'to', 'cc'] });
      if (!fields) return null;
      const template = templateOf(fields);
      const toValue = fields.need('to', 'account.champion');
      const to = toValue && recipientOf(toValue, 'email');
      const ccValue = fields.get('cc');
      const cc = ccValue && recipientOf(ccValue, 'copy');
      return template && to && { ...base, verb, template, to, cc };
    }
    case 'in_app': {
      const fields = fieldsOf(value, { known: ['template', 'to', 'expires'] });
      if (!fields) return null;
      const template = templateOf(fields);
      const toValue = fields.need('to', 'inactive_users');
      const to = toValue && recipientOf(toValue, 'in_app');
      const expiresValue = fields.get('expires');
      const expires = expiresValue ? durationOf(expiresValue) : to && { value: DEFAULTS.inAppExpires, span: to.span };
      return template && to && expires && { ...base, verb, template, to, expires };
    }
    case 'task':
      return task(value, base, context);
    case 'check':
      return check(value, base, scope);
    case 'wait': {
      const inner = isMapping(value) ? fieldsOf(value, { known: ['for'] })?.need('for', '7d') : value;
      const duration = inner ? durationOf(inner) : null;
      return duration && { ...base, verb, duration };
    }
    default:
      return null;
  }
}
