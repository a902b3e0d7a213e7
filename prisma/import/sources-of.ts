import path from 'node:path';
import type { Mapping } from './mapping.js';
import type { PlannedFile } from './plan-import.js';
import type { RowSource } from './row-taker.js';
import type { Section } from './sections.js';

/** Where the rows of a section come from: its own file, then the rows that the mapping adds. */
export function sourcesOf(
  mapping: Mapping,
  section: Section,
  files: readonly PlannedFile[],
  accounts: PlannedFile | undefined,
): RowSource[] {
  const own = mapping.sections[section];
  const planned = files.find((file) => file.section === section);
  const sources: RowSource[] = planned ? [{ ...planned, fields: own.fields, where: null, fileName: null, keep: own.keep }] : [];
  for (const row of own.also) {
    if (section === 'members') {
      sources.push({ columns: [], fields: row.fields, where: null, file: null, fileName: 'mapping', keep: [] });
      continue;
    }
    if (!accounts) continue;
    const account = mapping.sections.accounts.fields['id'];
    sources.push({
      columns: accounts.columns,
      fields: account ? { account, ...row.fields } : row.fields,
      where: new Map(Object.entries(row.where).map(([column, value]) => [accounts.columns.indexOf(column), value])),
      file: accounts.file,
      fileName: path.basename(accounts.file),
      keep: [],
    });
  }
  return sources;
}
