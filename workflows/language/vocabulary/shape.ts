import type { RecipientUse } from '../recipients.js';
import type { Doc } from './doc.js';
import type { MappingName } from './mapping-name.js';
import type { PhraseName } from './phrases.js';

/** What an id written in a file can point to. */
export type ReferenceKind =
  | 'attribute'
  | 'calendar'
  | 'chat'
  | 'endpoint'
  | 'event'
  | 'exit'
  | 'metric'
  | 'milestone'
  | 'parameter'
  | 'playbook'
  | 'priority'
  | 'property'
  | 'role'
  | 'segment'
  | 'stage'
  | 'step'
  | 'value_name';

/** Shapes that need no further word. */
export type SimpleKind =
  | 'text'
  /** A text in one language, or `{ en, zh }`. */
  | 'localized_text'
  | 'id'
  | 'yes_no'
  /** Only `true` can be written. */
  | 'only_true'
  | 'number'
  | 'date'
  | 'time'
  | 'condition'
  /** A value that conditions can compare, such as `wow_drop(logins)`. */
  | 'expression'
  | 'template'
  /** Any text, number, yes/no or nothing. */
  | 'plain'
  /** A duration in min, h, d or w: always as long. */
  | 'length'
  /** A number, a percent, or null for unknown. */
  | 'metric_value';

/** What can stand behind a key. Plain data: readers, schema, completion, hover and reference are made of it. */
export type Shape =
  | { readonly is: SimpleKind }
  /** `parameter`: `parameter.<name>` may stand for it. */
  | { readonly is: 'duration'; readonly parameter: boolean }
  | { readonly is: 'percent'; readonly low: number; readonly high: number }
  | { readonly is: 'integer'; readonly low: number; readonly high: number }
  | { readonly is: 'word'; readonly words: readonly string[] }
  | { readonly is: 'phrase'; readonly phrase: PhraseName }
  | { readonly is: 'recipient'; readonly use: RecipientUse }
  | { readonly is: 'reference'; readonly to: ReferenceKind }
  | { readonly is: 'list'; readonly of: Shape; readonly least: number; readonly most: number | null }
  | { readonly is: 'mapping'; readonly mapping: MappingName }
  /** A mapping whose keys are ids (of what is said), all with values of one shape; `needs` must be among them. */
  | {
      readonly is: 'entries';
      readonly keys: 'id' | ReferenceKind;
      readonly of: Shape;
      readonly least: number;
      readonly needs: readonly string[];
    }
  | { readonly is: 'either'; readonly of: readonly Shape[] };

export interface KeyDefinition {
  readonly shape: Shape;
  readonly doc: Doc;
  /** A value as YAML on one line. */
  readonly example: string;
  readonly required: boolean;
  /** What an author gets who leaves the key out, as it would be written; null = nothing stands for it. */
  readonly default: string | null;
}

export interface MappingDefinition {
  readonly doc: Doc;
  /** In canonical order. */
  readonly keys: Readonly<Record<string, KeyDefinition>>;
  /** Of each group exactly one key is written. */
  readonly exactlyOne: readonly (readonly string[])[];
  /** Of each group at least one key is written. */
  readonly atLeastOne: readonly (readonly string[])[];
  /** Of each group at most one key is written. */
  readonly atMostOne: readonly (readonly string[])[];
  /** A key that stands only beside others: beside one of each group. */
  readonly beside: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Keys besides the defined ones: ids of what is said, with values of one shape. */
  readonly others: { readonly keys: 'id' | ReferenceKind; readonly of: Shape; readonly doc: Doc } | null;
}

const plain = <K extends SimpleKind>(is: K): { readonly is: K } => ({ is });

export const TEXT = plain('text');
export const LOCALIZED = plain('localized_text');
export const ID = plain('id');
export const YES_NO = plain('yes_no');
export const ONLY_TRUE = plain('only_true');
export const NUMBER = plain('number');
export const DATE = plain('date');
export const TIME = plain('time');
export const CONDITION = plain('condition');
export const EXPRESSION = plain('expression');
export const TEMPLATE = plain('template');
export const PLAIN = plain('plain');
export const LENGTH = plain('length');
export const METRIC_VALUE = plain('metric_value');
/** A duration that a parameter may stand for. */
export const DURATION = { is: 'duration', parameter: true } as const;
export const FIXED_DURATION = { is: 'duration', parameter: false } as const;

export const percent = (low = 0, high = 1) => ({ is: 'percent', low, high }) as const;
export const integer = (low: number, high: number) => ({ is: 'integer', low, high }) as const;
export const word = (...words: readonly string[]) => ({ is: 'word', words }) as const;
export const phrase = (name: PhraseName) => ({ is: 'phrase', phrase: name }) as const;
export const recipient = (use: RecipientUse) => ({ is: 'recipient', use }) as const;
export const reference = (to: ReferenceKind) => ({ is: 'reference', to }) as const;
export const listOf = (of: Shape, least = 1, most: number | null = null) => ({ is: 'list', of, least, most }) as const;
export const mapping = (name: MappingName) => ({ is: 'mapping', mapping: name }) as const;
export const entries = (keys: 'id' | ReferenceKind, of: Shape, least = 0, needs: readonly string[] = []) =>
  ({ is: 'entries', keys, of, least, needs }) as const;
export const either = (...of: readonly Shape[]) => ({ is: 'either', of }) as const;

/** A key that must be written. */
export function required(shape: Shape, example: string, en: string, zh: string): KeyDefinition {
  return { shape, doc: { en, zh }, example, required: true, default: null };
}

/** A key that may be left out; `fallback` is what then stands for it, as written. */
export function optional(shape: Shape, example: string, en: string, zh: string, fallback: string | null = null): KeyDefinition {
  return { shape, doc: { en, zh }, example, required: false, default: fallback };
}

type Rules = Partial<Pick<MappingDefinition, 'exactlyOne' | 'atLeastOne' | 'atMostOne' | 'beside' | 'others'>>;

export function define(doc: Doc, keys: Readonly<Record<string, KeyDefinition>>, rules: Rules = {}): MappingDefinition {
  return { doc, keys, exactlyOne: [], atLeastOne: [], atMostOne: [], beside: {}, others: null, ...rules };
}
