import { access } from 'node:fs/promises';
import path from 'node:path';
import { nearest } from '../../workflows/model/did-you-mean.js';
import { ImportError } from './import-error.js';
import { columnsOf, type Mapping } from './mapping.js';
import { readHeader } from './read-csv.js';
import { SECTIONS, SHAPES, type Section } from './sections.js';

/** A file that will be read, with its columns already known to fit. */
export interface PlannedFile {
  readonly section: Section;
  readonly file: string;
  readonly columns: readonly string[];
}

/**
 * Looks at every file's header before anything is written.
 * @param only the one file of the folder to read; null = all
 * @throws ImportError for a missing file or column, naming the file, what it has and what is meant
 */
export async function planImport(dir: string, mapping: Mapping, only: string | null = null): Promise<PlannedFile[]> {
  if (!(await exists(dir))) {
    throw new ImportError(
      'import-folder-missing',
      `${dir} does not exist; give the folder that holds accounts.csv and its neighbours`,
    );
  }
  const planned: PlannedFile[] = [];
  for (const section of SECTIONS) {
    const { file, fileNamed } = mapping.sections[section];
    if (file === null || (only !== null && file !== only)) continue;
    const place = path.join(dir, file);
    if (!(await exists(place))) {
      if (SHAPES[section].mandatory || fileNamed) {
        throw new ImportError('import-file-missing', `${place} does not exist; ${missingFileFix(section, fileNamed)}`);
      }
      continue;
    }
    const columns = await readHeader(place);
    checkColumns(mapping, section, place, columns);
    planned.push({ section, file: place, columns });
  }
  if (only !== null && planned.length === 0) {
    const files = SECTIONS.flatMap((section) => mapping.sections[section].file ?? []);
    throw new ImportError(
      'import-file-missing',
      `No part of an import reads ${only} of ${dir}; name it ${files.join(', ')}, or say in mapping.yaml what it is`,
    );
  }
  return planned;
}

function missingFileFix(section: Section, named: boolean): string {
  if (named) return `correct "${section}: file" in the mapping, or write "file: none" to leave the section out`;
  return `without ${SHAPES[section].file} no row can be given an account`;
}

function checkColumns(mapping: Mapping, section: Section, file: string, columns: readonly string[]): void {
  const { fields, keep } = mapping.sections[section];
  const { required, fields: defaults } = SHAPES[section];
  const twice = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index);
  if (twice !== undefined)
    throw new ImportError('import-column-twice', `${file}:1 names the column "${twice}" twice; rename one`);
  const wanted = new Set(keep ?? []);
  for (const [field, source] of Object.entries(fields)) {
    const isDefault = source.kind === 'column' && source.column === defaults[field];
    // A column that only the default names may be missing when nobody needs it.
    if (isDefault && !required.includes(field)) continue;
    for (const column of columnsOf(source)) wanted.add(column);
  }
  for (const row of section === 'accounts' ? mapping.sections.contacts.also : []) {
    for (const source of Object.values(row.fields)) for (const column of columnsOf(source)) wanted.add(column);
    for (const column of Object.keys(row.where)) wanted.add(column);
  }
  for (const column of wanted) {
    if (columns.includes(column)) continue;
    const meant = nearest(column, columns);
    const hint = meant === null ? '' : ` Did you mean "${meant}"?`;
    throw new ImportError(
      'import-column-missing',
      `${file}:1 has no column "${column}"; its columns are ${columns.join(', ')}.${hint} Rename the column, or map another one to it in mapping.yaml.`,
    );
  }
}

async function exists(place: string): Promise<boolean> {
  return access(place).then(
    () => true,
    () => false,
  );
}
