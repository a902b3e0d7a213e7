import { builtInNamed } from '../condition/built-in-names.js';
import { BUILT_IN_EVENTS } from '../model/built-in-events.js';
import type { AttributeDefinition, EventDefinition, OutsidePlace } from '../model/catalogue.js';
import type { LocalizedText } from '../model/localized-text.js';
import { keysOf } from './vocabulary/mappings.js';
import { idOf, idProblem, localizedTextOf, oneOf, textOf } from './scalars.js';
import { fieldsOf, isMapping, kindOf, listOf, plain, report, reportAt, type Fields, type Value } from './value.js';

/** Something declared under its id, with the place of the id. */
export interface Declared<T> {
  readonly key: Value;
  readonly definition: T;
}

/** What a metrics file declares besides metrics. Null = the section is not there. */
export interface AuthoredDeclarations {
  readonly events: readonly Declared<EventDefinition>[] | null;
  readonly attributes: readonly Declared<AttributeDefinition>[] | null;
  readonly endpoints: readonly Declared<OutsidePlace>[] | null;
  readonly chats: readonly Declared<OutsidePlace>[] | null;
  readonly tickets: { readonly key: Value; readonly priorities: readonly string[] } | null;
}

export const DECLARATION_KEYS = ['events', 'attributes', 'endpoints', 'chats', 'tickets'] as const;
export const PROPERTY_TYPES = ['number', 'text', 'yes_no'] as const;
export const ATTRIBUTE_TYPES = ['number', 'percent', 'text', 'yes_no', 'date'] as const;
/** People of an account; an attribute of such a name would hide them. */
const PEOPLE = ['csm', 'manager', 'champion', 'decision_maker', 'admin', 'key_user', 'contacts', 'users', 'roles'];

/** What other systems call the types. */
const TYPE_HABITS: Readonly<Record<string, string>> = {
  string: 'text',
  str: 'text',
  enum: 'text',
  int: 'number',
  integer: 'number',
  float: 'number',
  bool: 'yes_no',
  boolean: 'yes_no',
  percentage: 'percent',
  datetime: 'date',
};

/** One of the types, or null after a report; a word of another system gets its own word here. */
function typeOf<T extends string>(value: Value, types: readonly T[]): T | null {
  const word = plain(value);
  const meant = typeof word === 'string' && Object.hasOwn(TYPE_HABITS, word) ? TYPE_HABITS[word] : undefined;
  if (meant === undefined || !types.some((type) => type === meant)) return oneOf(value, types);
  const message = `${value.name} must be one of ${types.join(', ')}, this is ${kindOf(value)}`;
  return report(value, 'invalid-value', message, { says: `write ${meant}`, write: meant });
}

function titleOf(fields: Fields, id: string): LocalizedText {
  const value = fields.get('title');
  return (value && localizedTextOf(value)) ?? { en: id };
}

/** The entries of a section whose keys are ids; entries with a wrong id are reported and left out. */
function entriesOf<T>(file: Fields, section: string, read: (key: Value) => T | null): readonly Declared<T>[] | null {
  const value = file.get(section);
  if (!value) return null;
  const entries = fieldsOf(value, { known: [], open: true });
  return (entries?.keys() ?? []).flatMap((id) => {
    const key = entries?.get(id);
    if (!key) return [];
    const problem = idProblem(id);
    if (problem) {
      reportAt(key, key.anchor, 'invalid-id', ...problem);
      return [];
    }
    const definition = read(key);
    return definition === null ? [] : [{ key, definition }];
  });
}

function eventOf(key: Value): EventDefinition | null {
  if (BUILT_IN_EVENTS.some(({ id }) => id === key.name))
    return reportAt(
      key,
      key.anchor,
      'duplicate-id',
      `every book has the event ${key.name} already`,
      'remove it here, or choose another id',
    );
  const fields = fieldsOf(key, { known: keysOf('event_type') });
  if (!fields) return null;
  const value = fields.get('properties');
  const written = value && fieldsOf({ ...value, name: 'properties' }, { known: [], open: true });
  const properties: Record<string, (typeof PROPERTY_TYPES)[number]> = {};
  for (const id of written?.keys() ?? []) {
    const property = written?.get(id);
    if (!property) continue;
    const problem = idProblem(id);
    if (problem) reportAt(property, property.anchor, 'invalid-id', ...problem);
    const type = typeOf(property, PROPERTY_TYPES);
    if (type) properties[id] = type;
  }
  return { id: key.name, title: titleOf(fields, key.name), properties };
}

/** Texts of a list, each once. */
function distinctTexts(value: Value, read: (item: Value) => string | null): readonly string[] {
  const texts: string[] = [];
  for (const item of listOf(value, 'words') ?? []) {
    const text = read(item);
    if (text === null) continue;
    if (texts.includes(text)) report(item, 'duplicate-id', `${text} is written twice`, 'keep one of the two');
    else texts.push(text);
  }
  return texts;
}

function attributeOf(key: Value): AttributeDefinition | null {
  if (builtInNamed(`account.${key.name}`) !== undefined || key.name === 'id' || PEOPLE.includes(key.name))
    return reportAt(key, key.anchor, 'invalid-id', `every account has ${key.name} already`, 'choose another id');
  const fields = fieldsOf(key, { known: keysOf('attribute') });
  const typeValue = fields?.need('type', 'text');
  const type = typeValue && typeOf(typeValue, ATTRIBUTE_TYPES);
  if (!fields || !type) return null;
  const value = fields.get('values');
  if (value && type !== 'text')
    return reportAt(
      value,
      value.anchor,
      'unknown-key',
      'values belongs to an attribute of type text',
      'remove it, or write type: text',
    );
  const values = value && distinctTexts(value, textOf);
  if (value && values?.length === 0 && listOf(value, 'words')?.length === 0)
    report(value, 'invalid-value', 'values is an empty list', 'write the words it can be, or remove the key');
  return { id: key.name, title: titleOf(fields, key.name), type, values };
}

function outsideOf(key: Value): OutsidePlace | null {
  // `crm_sync: CRM` names it in one language.
  if (!isMapping(key)) {
    const message = `${key.name} must be a mapping, this is ${kindOf(key)}`;
    const text = plain(key);
    return report(key, 'wrong-shape', message, `write { title: ${typeof text === 'string' ? text : 'CRM'} }`);
  }
  const fields = fieldsOf(key, { known: keysOf('place') });
  return fields && { id: key.name, title: titleOf(fields, key.name) };
}

function ticketsOf(file: Fields): AuthoredDeclarations['tickets'] {
  const value = file.get('tickets');
  const fields = value && fieldsOf(value, { known: keysOf('tickets') });
  const list = fields?.need('priorities', '[p1, p2, p3]');
  if (!value || !list) return null;
  const priorities = distinctTexts(list, (item) => idOf(item)?.value ?? null);
  if (listOf(list, 'words')?.length === 0)
    report(list, 'invalid-value', 'priorities is an empty list', 'write the most urgent one first, e.g. [p1, p2, p3]');
  return { key: value, priorities };
}

/** What the file declares besides metrics; wrong entries are reported and left out. */
export function readDeclarations(file: Fields): AuthoredDeclarations {
  return {
    events: entriesOf(file, 'events', eventOf),
    attributes: entriesOf(file, 'attributes', attributeOf),
    endpoints: entriesOf(file, 'endpoints', outsideOf),
    chats: entriesOf(file, 'chats', outsideOf),
    tickets: ticketsOf(file),
  };
}

function joinSection<T>(sections: readonly (readonly Declared<T>[] | null)[], what: string): Readonly<Record<string, T>> | null {
  if (sections.every((section) => section === null)) return null;
  const byId = new Map<string, T>();
  for (const { key, definition } of sections.flatMap((section) => section ?? [])) {
    if (byId.has(key.name))
      reportAt(key, key.anchor, 'duplicate-id', `the ${what} ${key.name} is declared twice`, 'keep one of the two');
    else byId.set(key.name, definition);
  }
  return Object.fromEntries([...byId].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What all metrics files together declare; null = no file says anything about it. */
export interface Declarations {
  readonly events: Readonly<Record<string, EventDefinition>> | null;
  readonly attributes: Readonly<Record<string, AttributeDefinition>> | null;
  readonly endpoints: Readonly<Record<string, OutsidePlace>> | null;
  readonly chats: Readonly<Record<string, OutsidePlace>> | null;
  readonly tickets: { readonly priorities: readonly string[] } | null;
}

/** The declarations of several files as one: every id once. */
export function joinDeclarations(files: readonly AuthoredDeclarations[]): Declarations {
  const [first, ...others] = files.flatMap(({ tickets }) => tickets ?? []);
  for (const { key } of others)
    reportAt(key, key.anchor, 'duplicate-id', 'the priorities of tickets are declared in two files', 'keep one of the two');
  return {
    events: joinSection(
      files.map(({ events }) => events),
      'event',
    ),
    attributes: joinSection(
      files.map(({ attributes }) => attributes),
      'attribute',
    ),
    endpoints: joinSection(
      files.map(({ endpoints }) => endpoints),
      'endpoint',
    ),
    chats: joinSection(
      files.map(({ chats }) => chats),
      'chat',
    ),
    tickets: first ? { priorities: first.priorities } : null,
  };
}
