import { formatValue } from '../../../workflows/condition/format-value.js';
import { accountContext, contractAt } from '../../../workflows/evaluate/account-context.js';
import type { AccountData } from '../../../workflows/model/account-data.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { ValueType } from '../../../workflows/model/fact.js';
import { textIn } from '../../../workflows/model/localized-text.js';
import type { Locale } from '../../../workflows/model/localized-text.js';
import type { Plan } from '../../../workflows/model/plan.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { AccountPeople, Person } from '../../../prisma/read-models/account-people.js';
import type { RecipientRow } from '../../../prisma/read-models/message-recipients.js';
import type { TemplateContext } from './render-template.js';

type Value = string | number | TemplateContext | null | undefined;

/** Without a prototype, and without what is unknown: `strict` rendering then stops at every gap. */
function tree(values: Readonly<Record<string, Value>>): TemplateContext {
  const result = Object.create(null) as Record<string, string | number | TemplateContext>;
  // Handlebars puts the object into the message about a gap, and what has no prototype has no text of its own.
  Object.defineProperty(result, Symbol.toPrimitive, { value: () => '(values)' });
  for (const [name, value] of Object.entries(values))
    if (value !== null && value !== undefined && value !== '') result[name] = value;
  return result;
}

/**
 * A thing that is not there. An empty list is what `{{#if}}` takes for absent, and every value below it stops the
 * rendering, as it should.
 */
const ABSENT = Object.freeze([]) as unknown as TemplateContext;

/** Every role has a place, so that a template can ask whether somebody holds it. */
const ROLES = ['champion', 'decision_maker', 'admin', 'key_user', 'end_user'] as const;

function person(who: Person | null | undefined): TemplateContext {
  return who ? tree({ name: who.name, email: who.email }) : ABSENT;
}

export interface TemplateFacts {
  readonly at: Instant;
  readonly locale: Locale;
  readonly plan: Plan;
  readonly people: AccountPeople;
  readonly data: AccountData;
  readonly catalogue: Catalogue;
  readonly contact: RecipientRow | null;
  readonly outcomes: Readonly<Record<string, string>>;
}

/** An attribute that the catalogue does not declare prints as it is. */
function declared({ attributes = {} }: Catalogue, name: string): ValueType {
  return (Object.hasOwn(attributes, name) ? attributes[name]?.type : undefined) ?? 'text';
}

/** Everything a template may name, as of an instant, formatted for a reader: a percent is `42%`, a date `2026-12-31`. */
export function templateContext(facts: TemplateFacts): TemplateContext {
  const { at, people, data, catalogue, contact } = facts;
  const reader = accountContext(data, { asOf: at });
  const contract = contractAt(data.contracts, at);
  const score = reader.read('health.score', at).value;
  const roles = [...new Set([...ROLES, ...Object.keys(people.roles)])].map((role): [string, Value] => [
    role,
    person(people.roles[role]),
  ]);
  const attributes = Object.entries(data.attributes).map(([name, value]): [string, Value] => [
    name,
    value === null ? null : formatValue(value, declared(catalogue, name), data.calendar),
  ]);
  const metrics = Object.values(catalogue.metrics).map(({ id, type }): [string, Value] => {
    const { value } = reader.closedPeriod(id, at, 1);
    return [id, value === null ? null : formatValue(value, type, data.calendar)];
  });
  return tree({
    account: tree({
      ...Object.fromEntries(roles),
      id: people.id,
      name: people.name,
      segment: data.segment ?? people.segment,
      locale: people.locale,
      csm: person(people.csm),
      manager: person(people.manager),
      attributes: tree(Object.fromEntries(attributes)),
    }),
    contact: contact ? tree({ name: contact.name, email: contact.email, role: contact.role }) : ABSENT,
    health: tree({
      score: typeof score === 'number' ? formatValue(Math.round(score), 'number') : null,
      band: reader.read('health.band', at).value as string | null,
    }),
    metric: tree(Object.fromEntries(metrics)),
    contract: contract
      ? tree({
          start: formatValue(contract.start, 'date', data.calendar),
          end: formatValue(contract.end, 'date', data.calendar),
          seats: contract.seats === null ? null : String(contract.seats),
        })
      : ABSENT,
    playbook: tree({ id: facts.plan.playbook, title: textIn(facts.plan.title, facts.locale) }),
    outcome: tree({ ...facts.outcomes }),
  });
}
