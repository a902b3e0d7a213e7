// Chinese, Japanese and Korean characters take two columns of a terminal.
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu;
const COLOR = /\u001b\[[0-9;]*m/g;

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  const plain = text.replace(COLOR, '');
  return plain.length + (plain.match(WIDE)?.length ?? 0);
}

/** Rows in aligned columns, two spaces apart; a column of numbers is aligned to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[], indent = ''): string {
  const all = header.length > 0 ? [header, ...rows] : rows;
  const columns = Math.max(0, ...all.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...all.map((row) => displayWidth(row[i] ?? ''))));
  const numeric = widths.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[-+]?[\d.,%]*$/.test((row[i] ?? '').replace(COLOR, ''))),
  );
  return all
    .map((row) =>
      (
        indent +
        widths
          .map((width, i) => {
            const cell = row[i] ?? '';
            const space = ' '.repeat(width - displayWidth(cell));
            return numeric[i] === true ? space + cell : cell + space;
          })
          .join('  ')
      ).trimEnd(),
    )
    .join('\n');
}
