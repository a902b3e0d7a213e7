import { BOOK_KINDS } from '../language/vocabulary/book-kind.js';
import type { MappingName } from '../language/vocabulary/mapping-name.js';
import { KIND_MAPPINGS, MAPPINGS } from '../language/vocabulary/mappings.js';
import type { KeyDefinition, MappingDefinition, Shape } from '../language/vocabulary/shape.js';
import { code, prose, table } from './markdown.js';
import { shapeWords } from './shape-words.js';

function inside(shape: Shape): readonly MappingName[] {
  if (shape.is === 'mapping') return [shape.mapping];
  if (shape.is === 'localized_text') return ['localized_text'];
  if (shape.is === 'list' || shape.is === 'entries') return inside(shape.of);
  return shape.is === 'either' ? shape.of.flatMap(inside) : [];
}

/** A mapping and those within it, each after the first that holds it. */
function reachable(from: MappingName, seen: Set<MappingName>): readonly MappingName[] {
  if (seen.has(from)) return [];
  seen.add(from);
  return [
    from,
    ...Object.values(MAPPINGS[from].keys).flatMap(({ shape }) => inside(shape).flatMap((one) => reachable(one, seen))),
  ];
}

const list = (keys: readonly string[]): string => keys.map(code).join(', ');

function rules({ exactlyOne, atLeastOne, atMostOne, beside, others }: MappingDefinition): readonly string[] {
  return [
    ...exactlyOne.map((group) => `Exactly one of ${list(group)}.`),
    ...atLeastOne.map((group) => `At least one of ${list(group)}.`),
    ...atMostOne.map((group) => `At most one of ${list(group)}.`),
    ...Object.entries(beside).map(
      ([key, groups]) => `${code(key)} stands beside ${groups.map((group) => group.map(code).join(' or ')).join(' and ')}.`,
    ),
    ...(others
      ? [`Any other key: ${others.doc.en.replace(/\.$/, '')} (${others.doc.zh.replace(/。$/, '')}): ${shapeWords(others.of)}.`]
      : []),
  ];
}

function row([key, { shape, doc, example, required, default: fallback }]: readonly [string, KeyDefinition]): readonly string[] {
  const presence = required ? 'required' : fallback === null ? '' : `default ${code(fallback)}`;
  return [code(key), shapeWords(shape), presence, prose(`${doc.en} ${doc.zh}`), code(`${key}: ${example}`)];
}

function mappingSection(name: MappingName): string {
  const mapping = MAPPINGS[name];
  const entries = Object.entries(mapping.keys);
  const said = rules(mapping);
  return [
    `### ${name}`,
    prose(`${mapping.doc.en} ${mapping.doc.zh}`),
    table(['key', 'value', '', 'meaning', 'example'], entries.map(row)),
    ...(said.length > 0 ? [said.map((rule) => `- ${rule}`).join('\n')] : []),
  ].join('\n\n');
}

/** Every kind of file with its mappings, each mapping once. */
export function renderKinds(): string {
  const seen = new Set<MappingName>();
  return BOOK_KINDS.map((kind) => {
    const names = reachable(KIND_MAPPINGS[kind], seen);
    return [`## Kind: ${kind}`, ...names.map(mappingSection)].join('\n\n');
  }).join('\n\n');
}

/** Every default, in one table. */
export function renderDefaults(): string {
  const rows = (Object.keys(MAPPINGS) as MappingName[]).flatMap((name) =>
    Object.entries(MAPPINGS[name].keys).flatMap(([key, { default: fallback }]) =>
      fallback === null ? [] : [[`[${name}](#${name})`, code(key), code(fallback)]],
    ),
  );
  return ['## Defaults', 'Constants: no default depends on another value.', table(['in', 'key', 'left out means'], rows)].join(
    '\n\n',
  );
}
