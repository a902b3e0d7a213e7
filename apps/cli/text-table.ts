import { stripVTControlCharacters } from 'node:util';
import { displayWidth } from '../../workflows/model/display-width.js';

/** Rows in aligned columns, two spaces apart; a column of numbers is aligned to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[], indent = ''): string {
  const all = header.length > 0 ? [header, ...rows] : rows;
  const columns = Math.max(0, ...all.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...all.map((row) => printedWidth(row[i] ?? ''))));
  const numeric = widths.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[-+]?[\d.,%]*$/.test(stripVTControlCharacters(row[i] ?? ''))),
  );
  return all
    .map((row) =>
      (
        indent +
        widths
          .map((width, i) => {
            const cell = row[i] ?? '';
            const space = ' '.repeat(width - printedWidth(cell));
            return numeric[i] === true ? space + cell : cell + space;
          })
          .join('  ')
      ).trimEnd(),
    )
    .join('\n');
}

/** Columns of a terminal that a cell takes: colours take none. */
export function printedWidth(cell: string): number {
  return displayWidth(stripVTControlCharacters(cell));
}
