import type { Instant } from '../../workflows/model/time.js';
import type { CopyType, CopyValue } from './copy-sink.js';
import type { Cells, FieldReader } from './field-reader.js';
import type { LocalMoments } from './local-moments.js';
import type { Section } from './sections.js';

/** What a row may refer to. */
export interface KnownIds {
  /** Account -> its time zone. */
  readonly accounts: Map<string, string>;
  readonly members: Set<string>;
}

/** What is the same for every row of an import. */
export interface ImportContext {
  readonly source: string;
  /** Business time of the import. */
  readonly now: Instant;
  readonly defaults: { readonly timezone: string; readonly locale: string };
  readonly known: KnownIds;
  readonly moments: LocalMoments;
  /** Zone -> the end of its last closed metric period. */
  readonly closedThrough: ReadonlyMap<string, Instant>;
}

export interface RowContext extends ImportContext {
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
  readonly staging: Readonly<Record<string, CopyType>>;
  /** The table whose columns are those of `staging`: while it is empty, rows may go straight into it. */
  readonly table?: string;
  /** The staged values in the order of `staging`. @throws RowRejected */
  read(readers: Readers, cells: Cells, context: RowContext): CopyValue[];
  /** Identity within the file; two rows with one identity are a mistake of the file. */
  key(values: readonly CopyValue[]): string;
  /** Later rows may refer to this one. */
  accepted?(values: readonly CopyValue[], known: KnownIds): void;
  /** Statements that move the staged rows (`staged`) to their table; the first one's row count is what was taken. */
  readonly merge: readonly string[];
}
