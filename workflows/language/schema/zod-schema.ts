import { parse } from 'yaml';
import { z, type ZodType } from 'zod';
import { RECIPIENTS } from '../recipients.js';
import { YES_NO_WORDS } from '../scalars.js';
import type { MappingName } from '../vocabulary/mapping-name.js';
import { MAPPINGS } from '../vocabulary/mappings.js';
import {
  DATE_PATTERN,
  DURATION_PATTERN,
  ID_PATTERN,
  LENGTH_PATTERN,
  PERCENT_PATTERN,
  PHRASES,
  TIME_PATTERN,
} from '../vocabulary/phrases.js';
import type { KeyDefinition, MappingDefinition, ReferenceKind, Shape } from '../vocabulary/shape.js';

/** Everything a JSON Schema says beside the type; zod copies it into its output. */
export type SchemaNotes = Readonly<Record<string, unknown>>;

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

const ID_SAYS = 'write an id in lower snake_case, e.g. first_call';
const PERCENT_SAYS = 'write a percent, e.g. 10%';

/** Ids that another system chose are any text; ids of the book are lower snake_case. */
const FOREIGN: readonly (ReferenceKind | 'id')[] = ['attribute', 'event', 'property'];

/** Values have dotted names; a step of an included playbook is called after both steps. */
function referencePattern(to: ReferenceKind | 'id'): string {
  if (to === 'value_name') return `${ID_PATTERN}(?:\\.${ID_PATTERN})*`;
  return to === 'step' ? `${ID_PATTERN}(?:__${ID_PATTERN})*` : ID_PATTERN;
}

function required(keys: readonly string[]): SchemaNotes {
  return { required: keys };
}

/** What an editor offers as a value; closed sets it knows by itself. */
function examplesOf({ shape, example }: KeyDefinition): SchemaNotes {
  if (shape.is === 'word' || shape.is === 'recipient') return {};
  return { examples: shape.is === 'phrase' ? PHRASES[shape.phrase].examples : [parse(example) as unknown] };
}

/** Which keys go together, as JSON Schema. One group of verbs stays a plain `oneOf`, so that editors offer the verbs. */
function rulesOf({ exactlyOne, atLeastOne, atMostOne, beside }: MappingDefinition): SchemaNotes {
  const groups = [
    ...exactlyOne.map((group) => ({ oneOf: group.map((key) => required([key])) })),
    ...atLeastOne.map((group) => ({ anyOf: group.map((key) => required([key])) })),
    ...atMostOne.map((group) => ({ not: required(group) })),
  ];
  const dependencies = Object.fromEntries(
    Object.entries(beside).map(([key, others]) => {
      if (others.every(({ length }) => length === 1)) return [key, others.flat()];
      const needed = others.map((group) => ({ anyOf: group.map((other) => required([other])) }));
      return [key, needed.length === 1 ? needed[0] : { allOf: needed }];
    }),
  );
  const [only] = groups;
  return {
    ...(groups.length > 1 ? { allOf: groups } : only),
    ...(Object.keys(dependencies).length > 0 ? { dependencies } : {}),
  };
}

function hover({ doc, example, default: fallback }: KeyDefinition, key: string): string {
  const lines = [doc.en, doc.zh, `\`${key}: ${example}\``];
  return [...lines, ...(fallback === null ? [] : [`default: \`${fallback}\``])].join('\n\n');
}

/** Zod schemas of the vocabulary, with the notes that belong into the JSON Schema. */
export class ZodVocabulary {
  readonly notes = z.registry<Record<string, unknown>>();
  private readonly made = new Map<MappingName, ZodType>();

  mapping(name: MappingName): ZodType {
    const known = this.made.get(name);
    if (known) return known;
    const definition = MAPPINGS[name];
    const shape = Object.fromEntries(Object.entries(definition.keys).map(([key, one]) => [key, this.key(key, one)]));
    const schema = definition.others ? z.object(shape).catchall(this.shape(definition.others.of)) : z.strictObject(shape);
    this.made.set(name, schema);
    this.notes.add(schema, {
      id: name,
      description: definition.doc.en,
      markdownDescription: `${definition.doc.en}\n\n${definition.doc.zh}`,
      ...rulesOf(definition),
    });
    return schema;
  }

  private key(key: string, definition: KeyDefinition): ZodType {
    const schema = this.shape(definition.shape);
    this.notes.add(schema, {
      ...this.notes.get(schema),
      description: definition.doc.en,
      markdownDescription: hover(definition, key),
      ...(definition.default === null ? {} : { default: parse(definition.default) as unknown }),
      ...examplesOf(definition),
    });
    return definition.required ? schema : schema.optional();
  }

  /** A schema of its own for every place, because each carries its own notes. */
  private shape(shape: Shape): ZodType {
    switch (shape.is) {
      case 'text':
      case 'condition':
      case 'expression':
        return z.string().regex(/\S/);
      case 'localized_text':
        return z.union([z.string().regex(/\S/), this.later('localized_text')]);
      case 'id':
        // YAML readers of other programs take these for yes, no or nothing.
        return this.noted(z.string().regex(whole(ID_PATTERN)).max(60), {
          not: { enum: YES_NO_WORDS },
          patternErrorMessage: ID_SAYS,
        });
      case 'yes_no':
        return z.boolean();
      case 'only_true':
        return z.literal(true);
      case 'number':
        return z.number();
      case 'date':
        return this.matching(DATE_PATTERN, 'write a date, e.g. 2026-03-31', { format: 'date' });
      case 'time':
        return this.matching(TIME_PATTERN, "write a time of day in quotes, e.g. '09:30'");
      case 'template':
        return z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/);
      case 'plain':
        return z.union([z.string(), z.number(), z.boolean(), z.null()]);
      case 'length':
        return this.matching(LENGTH_PATTERN, 'write a length with its unit, e.g. 30min, 4h, 7d or 2w');
      case 'metric_value':
        return z.union([
          z.number(),
          this.matching(`${PERCENT_PATTERN}|${LENGTH_PATTERN}`, `${PERCENT_SAYS}, or a length with its unit, e.g. 7d`),
          z.null(),
        ]);
      case 'duration':
        return this.matching(
          shape.parameter ? `${DURATION_PATTERN}|parameter\\.${ID_PATTERN}` : DURATION_PATTERN,
          'write a duration with its unit, e.g. 30min, 4h, 3d, 2bd (working days), 2w or 3mo',
        );
      case 'percent':
        return this.matching(PERCENT_PATTERN, PERCENT_SAYS);
      case 'integer':
        return z.int().min(shape.low).max(shape.high);
      case 'word':
        return z.enum(shape.words);
      case 'phrase':
        return this.matching(PHRASES[shape.phrase].pattern, `write e.g. ${PHRASES[shape.phrase].examples.join(', or ')}`);
      case 'recipient':
        return z.enum(RECIPIENTS[shape.use]);
      case 'reference':
        return FOREIGN.includes(shape.to) ? z.string().regex(/\S/) : this.matching(referencePattern(shape.to), ID_SAYS);
      case 'list': {
        const list = z.array(this.shape(shape.of)).min(shape.least);
        return shape.most === null ? list : list.max(shape.most);
      }
      case 'mapping':
        return this.later(shape.mapping);
      case 'entries': {
        const key = FOREIGN.includes(shape.keys) ? z.string() : z.string().regex(whole(referencePattern(shape.keys)));
        const record = z.record(key, this.shape(shape.of));
        return this.noted(record, {
          ...(shape.least === 0 ? {} : { minProperties: shape.least }),
          ...(shape.needs.length === 0 ? {} : required(shape.needs)),
        });
      }
      case 'either':
        return z.union(shape.of.map((one) => this.shape(one)));
    }
  }

  /** Mappings hold each other (steps in arms in steps), so each is named before it is made. */
  private later(name: MappingName): ZodType {
    return z.lazy(() => this.mapping(name));
  }

  /** A text of a form; editors that know `patternErrorMessage` say what to write instead. */
  private matching(pattern: string, says: string, notes: SchemaNotes = {}): ZodType {
    return this.noted(z.string().regex(whole(pattern)), { patternErrorMessage: says, ...notes });
  }

  private noted(schema: ZodType, notes: SchemaNotes): ZodType {
    this.notes.add(schema, notes);
    return schema;
  }
}
