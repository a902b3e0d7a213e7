import type { Cells, FieldReader } from './field-reader.js';
import type { Section } from './sections.js';

/** What a row may refer to. */
export interface KnownIds {
  readonly accounts: Set<string>;
  readonly members: Set<string>;
}

export interface RowContext {
  readonly known: KnownIds;
  readonly defaults: { readonly timezone: string; readonly locale: string };
  /** Kept columns beside the fields, as JSON. */
  readonly extras: (cells: Cells) => string;
  /** Says something about a row that is taken all the same. */
  readonly note: (reason: string) => void;
}

export type Readers = Readonly<Record<string, FieldReader>>;

/** How the rows of a section are checked, staged and merged. */
export interface SectionLoader {
  readonly section: Section;
  /** Columns of the staging table with their types. */
  readonly staging: Readonly<Record<string, string>>;
  /** Identity within the file; two rows with one identity are a mistake of the file. */
  key(values: readonly (string | null)[]): string;
  /** The staged values in the order of `staging`. @throws RowRejected */
  read(readers: Readers, cells: Cells, context: RowContext): (string | null)[];
  /** Statements that move the staged rows (`staged`) to their table; the last one's row count is what was taken. */
  readonly merge: readonly string[];
}
