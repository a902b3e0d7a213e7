import type { Doc } from '../condition/functions.js';
import { RECIPIENTS } from '../language/recipients.js';
import { CONTACT_ROLES } from '../language/template-paths.js';
import type { BookKind } from '../language/vocabulary/book-kind.js';
import { definitionAt, mappingAt, shapeAt } from '../language/vocabulary/mapping-at.js';
import { KIND_MAPPINGS, MAPPINGS } from '../language/vocabulary/mappings.js';
import { PHRASES } from '../language/vocabulary/phrases.js';
import type { MappingDefinition, ReferenceKind, Shape } from '../language/vocabulary/shape.js';
import { kindOfText, type BookHelp } from './book-help.js';
import type { Completion } from './completion.js';
import { conditionCompletions } from './condition-completions.js';
import { cursorPlace } from './cursor-place.js';
import { writtenNames, type WrittenNames } from './written-names.js';

function isKind(kind: string): kind is BookKind {
  return Object.hasOwn(KIND_MAPPINGS, kind);
}

/** Keys that still fit beside those that stand: a door beside a door is never offered. */
function openKeys(mapping: MappingDefinition, written: readonly string[]): readonly string[] {
  const groups = [...mapping.exactlyOne, ...mapping.atMostOne];
  const taken = new Set(groups.filter((group) => group.some((key) => written.includes(key))).flat());
  return Object.keys(mapping.keys).filter((key) => !written.includes(key) && !taken.has(key));
}

function keyCompletions(mapping: MappingDefinition, written: readonly string[], prefix: string): readonly Completion[] {
  return openKeys(mapping, written).map((key) => {
    const { doc, example, required } = mapping.keys[key] as MappingDefinition['keys'][string];
    const detail = `${required ? 'required' : 'optional'}, e.g. ${key}: ${example}`;
    return { label: key, insert: `${key}: `, length: prefix.length, kind: 'key', doc, detail };
  });
}

function referred(to: ReferenceKind, { names }: BookHelp, written: WrittenNames): readonly string[] {
  switch (to) {
    case 'metric':
      return Object.keys(names.metrics ?? {});
    case 'attribute':
      return Object.keys(names.attributes ?? {});
    case 'event':
      return names.events ?? [];
    case 'endpoint':
      return names.endpoints ?? [];
    case 'chat':
      return names.chats ?? [];
    case 'milestone':
      return names.milestones ?? [];
    case 'stage':
      return names.stages ?? [];
    case 'segment':
      return names.segments ?? [];
    case 'calendar':
      return names.calendars ?? [];
    case 'priority':
      return names.tickets ?? [];
    case 'playbook':
      return names.playbooks ?? [];
    case 'role':
      return CONTACT_ROLES;
    case 'step':
      return written.steps;
    case 'exit':
      return written.exits;
    case 'parameter':
      return written.parameters;
    case 'property':
    case 'value_name':
      return [];
  }
}

function valueCompletions(shape: Shape, prefix: string, help: BookHelp, written: WrittenNames): readonly Completion[] {
  const words = (list: readonly string[], kind: Completion['kind'] = 'word', doc: Doc | null = null): readonly Completion[] =>
    list.map((label) => ({ label, insert: label, length: prefix.length, kind, doc, detail: null }));
  switch (shape.is) {
    case 'word':
      return words(shape.words);
    case 'yes_no':
      return words(['true', 'false']);
    case 'only_true':
      return words(['true']);
    case 'recipient':
      return words(RECIPIENTS[shape.use]);
    case 'template':
      return words(help.templates);
    case 'reference':
      return words(referred(shape.to, help, written));
    case 'phrase':
      return words(PHRASES[shape.phrase].examples, 'example', PHRASES[shape.phrase].doc);
    case 'duration': {
      const parameters = shape.parameter ? written.parameters.map((id) => `parameter.${id}`) : [];
      return [...words(parameters), ...words(['4h', '2bd', '7d', '2w', '3mo'], 'example')];
    }
    case 'condition':
    case 'expression':
      return conditionCompletions(prefix, help, written);
    case 'either':
      return shape.of.flatMap((one) => valueCompletions(one, prefix, help, written));
    default:
      return [];
  }
}

/**
 * What can be written at a cursor: the keys that still fit, the words of a closed set, names of the book, and in a
 * condition the names and functions of the condition language.
 * @param offset of the cursor, in UTF-16 code units from the start of the text.
 */
export function completionsAt(text: string, offset: number, help: BookHelp): readonly Completion[] {
  const kind = kindOfText(text);
  const place = cursorPlace(text, offset);
  if (place.inText || !isKind(kind)) return [];
  const written = writtenNames(text);
  if (place.key !== null) {
    const definition = definitionAt(kind, [...place.path, place.key]);
    const shape = definition?.shape ?? shapeAt(kind, [...place.path, place.key]);
    return shape ? valueCompletions(shape, place.prefix, help, written) : [];
  }
  const mapping = mappingAt(kind, place.path);
  if (mapping) return keyCompletions(MAPPINGS[mapping], place.written, place.prefix);
  const shape = shapeAt(kind, place.path);
  return shape ? valueCompletions(shape, place.prefix, help, written) : [];
}
