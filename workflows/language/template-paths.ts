import type { Catalogue } from '../model/catalogue.js';

/** Roles a contact can have, besides being an end user. */
export const CONTACT_ROLES = ['champion', 'decision_maker', 'admin', 'key_user'] as const;
/** People of our own side that an account has. */
export const MEMBER_ROLES = ['csm', 'manager'] as const;
/** Groups of contacts by what they did lately. */
export const CONTACT_GROUPS = ['active_users', 'inactive_users', 'all_users'] as const;

/** A value that is printed, a thing that `{{#if}}` can ask for, or a list that `{{#each}}` can go through. */
export type TemplatePathKind = 'value' | 'thing' | 'list';

/** Paths every template can use; percents, dates and the like are formatted texts already. */
const FIXED: Readonly<Record<string, TemplatePathKind>> = {
  account: 'thing',
  'account.id': 'value',
  'account.name': 'value',
  'account.segment': 'value',
  'account.locale': 'value',
  contact: 'thing',
  'contact.name': 'value',
  'contact.email': 'value',
  'contact.role': 'value',
  health: 'thing',
  'health.score': 'value',
  'health.band': 'value',
  contract: 'thing',
  'contract.start': 'value',
  'contract.end': 'value',
  'contract.seats': 'value',
  'playbook.id': 'value',
  'playbook.title': 'value',
};

export interface TemplatePaths {
  readonly known: Readonly<Record<string, TemplatePathKind>>;
  /** Below this prefix any single name is allowed: the catalogue declares no attributes. Null = they are all in `known`. */
  readonly openPrefix: typeof ATTRIBUTES | null;
}

const ATTRIBUTES = 'account.attributes.';

type TemplateCatalogue = Pick<Catalogue, 'metrics'> & { readonly attributes?: Readonly<Record<string, unknown>> | null };

interface SharedPaths {
  readonly attributes: TemplateCatalogue['attributes'];
  readonly known: Readonly<Record<string, TemplatePathKind>>;
}

/** What all playbooks of a book can name, by the book's metrics: asked for several times by each of them. */
const withContacts = new WeakMap<object, SharedPaths>();
const withoutContacts = new WeakMap<object, SharedPaths>();

function sharedPaths({ metrics, attributes }: TemplateCatalogue, withContact: boolean): SharedPaths['known'] {
  const kept = withContact ? withContacts : withoutContacts;
  const before = kept.get(metrics);
  if (before && before.attributes === attributes) return before.known;
  const known: Record<string, TemplatePathKind> = {};
  for (const [path, kind] of Object.entries(FIXED))
    if (withContact || !(path === 'contact' || path.startsWith('contact.'))) known[path] = kind;
  for (const role of [...CONTACT_ROLES, ...MEMBER_ROLES]) {
    known[`account.${role}`] = 'thing';
    known[`account.${role}.name`] = 'value';
    known[`account.${role}.email`] = 'value';
  }
  for (const metric of Object.keys(metrics)) known[`metric.${metric}`] = 'value';
  for (const attribute of Object.keys(attributes ?? {})) known[`${ATTRIBUTES}${attribute}`] = 'value';
  kept.set(metrics, { attributes, known });
  return known;
}

/**
 * Everything a template may name. The context that the worker builds must offer all of these and nothing less, but for
 * parameters, which are bound when the playbook is compiled.
 * @param catalogue not changed any more once it was given.
 * @param steps ids of the steps of the playbook, for `outcome.<step>`.
 * @param withContact false for a task's title: a task has no recipient contact.
 * @param parameters names of the playbook's parameters.
 */
export function templatePaths(
  catalogue: TemplateCatalogue,
  steps: readonly string[],
  withContact = true,
  parameters: Iterable<string> = [],
): TemplatePaths {
  const known: Record<string, TemplatePathKind> = { ...sharedPaths(catalogue, withContact) };
  for (const step of steps) known[`outcome.${step}`] = 'value';
  for (const parameter of parameters) known[`parameter.${parameter}`] = 'value';
  return { known, openPrefix: catalogue.attributes ? null : ATTRIBUTES };
}
