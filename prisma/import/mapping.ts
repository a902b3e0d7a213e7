import type { Section } from './sections.js';

/** Where the value of a field comes from. */
export type FieldSource =
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'template'; readonly parts: readonly (string | { readonly column: string })[] }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'lookup'; readonly by: string; readonly of: ReadonlyMap<string, string>; readonly otherwise: string | null };

/** Rows that stand in no file: constants for members, one contact per (matching) account. */
export interface ExtraRow {
  readonly where: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, FieldSource>>;
}

export interface SectionMapping {
  /** Null = the section is left out. */
  readonly file: string | null;
  /** True when the mapping names the file: then it has to be there. */
  readonly fileNamed: boolean;
  readonly fields: Readonly<Record<string, FieldSource>>;
  /** Columns to keep beside the fields; null = all others. */
  readonly keep: readonly string[] | null;
  readonly also: readonly ExtraRow[];
}

/** How a folder's own columns become ours. */
export interface Mapping {
  readonly source: string;
  readonly timezone: string;
  readonly locale: string;
  readonly sections: Readonly<Record<Section, SectionMapping>>;
}

/** Columns that a source reads. */
export function columnsOf(source: FieldSource): string[] {
  switch (source.kind) {
    case 'column':
      return [source.column];
    case 'template':
      return source.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.column]));
    case 'constant':
      return [];
    case 'lookup':
      return [source.by];
  }
}
