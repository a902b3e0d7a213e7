import type { FieldSource } from './mapping.js';

/** A row that cannot be taken; the message is the reason an author reads in the rejects file. */
export class RowRejected extends Error {}

export type Cells = readonly string[];
/** Null = not given. */
export type FieldReader = (cells: Cells) => string | null;

/** Turns a source into a function over the cells of a row; unknown columns read as not given. */
export function fieldReader(source: FieldSource | undefined, columns: readonly string[]): FieldReader {
  if (source === undefined) return () => null;
  const cell = (column: string): FieldReader => {
    const index = columns.indexOf(column);
    return index < 0 ? () => null : (cells) => emptyAsNull(cells[index]);
  };
  switch (source.kind) {
    case 'column':
      return cell(source.column);
    case 'constant':
      return () => source.value;
    case 'template': {
      const parts = source.parts.map((part) => (typeof part === 'string' ? () => part : cell(part.column)));
      return (cells) => {
        const values = parts.map((part) => part(cells));
        return values.includes(null) ? null : values.join('');
      };
    }
    case 'lookup': {
      const by = cell(source.by);
      return (cells) => {
        const key = by(cells);
        const found = key === null ? undefined : source.of.get(key);
        if (found !== undefined) return found;
        if (source.otherwise !== null) return source.otherwise;
        throw new RowRejected(`${source.by} is ${key === null ? 'empty' : `"${key}"`}, which the mapping does not list`);
      };
    }
  }
}

function emptyAsNull(value: string | undefined): string | null {
  if (value === undefined) return null;
  const text = value.trim();
  return text === '' ? null : text;
}
