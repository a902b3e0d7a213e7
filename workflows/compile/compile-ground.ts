import { Diagnostics } from '../language/diagnostics.js';
import type { BookNames } from '../language/playbook-scope.js';
import { readFile, type BookDocument } from '../language/read-file.js';
import { templateFileOf, type TemplateFile } from '../language/read-templates.js';
import type { Catalogue } from '../model/catalogue.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { SourceFile } from '../model/playbook.js';
import { compileCatalogue, type SolutionUse } from './compile-catalogue.js';

/** Named as a playbook is; what it really holds is seen when it is opened. */
export function isPlaybookFile(path: string): boolean {
  return /\.playbook\.ya?ml$/.test(path);
}

/** A playbook's document, and what opening its file found. */
export interface OpenedPlaybook {
  readonly document: BookDocument;
  readonly found: readonly Diagnostic[];
}

/** Everything of a book that playbooks are read against, opened and compiled. */
export interface BookGround {
  readonly catalogue: Catalogue | null;
  readonly names: BookNames;
  readonly solutions: readonly SolutionUse[];
  /** By their folder. */
  readonly templates: ReadonlyMap<string, readonly TemplateFile[]>;
  readonly found: readonly Diagnostic[];
  /** There is a metrics file, or a file that could not be opened and may be it. */
  readonly hasMetrics: boolean;
  /** Playbooks that were among the files. */
  readonly playbooks: readonly OpenedPlaybook[];
}

/** What comes of template files: by their folder, with what is wrong with their names. */
export type OpenedTemplates = Pick<BookGround, 'templates' | 'found'>;

/** Opens template files sorted by path; other files are passed over. */
export function openTemplates(files: readonly SourceFile[]): OpenedTemplates {
  const diagnostics = new Diagnostics();
  const templates = new Map<string, TemplateFile[]>();
  for (const file of files) {
    if (!file.path.endsWith('.hbs')) continue;
    const template = templateFileOf(file, diagnostics);
    if (!template) continue;
    const here = templates.get(template.folder);
    if (here) here.push(template);
    else templates.set(template.folder, [template]);
  }
  return { templates, found: diagnostics.all() };
}

/** Opens files sorted by path and compiles the catalogue. Other files (READMEs, data) are passed over. */
export function compileGround(files: readonly SourceFile[]): BookGround {
  const opened = openTemplates(files);
  const diagnostics = new Diagnostics(opened.found);
  const documents: BookDocument[] = [];
  const playbooks: OpenedPlaybook[] = [];
  let complete = true;
  for (const file of files) {
    if (!/\.ya?ml$/.test(file.path)) continue;
    const before = diagnostics.all().length;
    const errors = diagnostics.errors();
    const document = readFile(file, diagnostics);
    if (document?.kind === 'Playbook') playbooks.push({ document, found: diagnostics.all().slice(before) });
    else if (document) documents.push(document);
    // A catalogue file that cannot be opened leaves names unknown; a playbook that cannot does not.
    else if (diagnostics.errors() > errors && !isPlaybookFile(file.path)) complete = false;
  }
  const { catalogue, names, solutions } = compileCatalogue(documents, complete);
  const hasMetrics = !complete || documents.some(({ kind }) => kind === 'Metrics');
  return { catalogue, names, solutions, templates: opened.templates, found: diagnostics.all(), hasMetrics, playbooks };
}
