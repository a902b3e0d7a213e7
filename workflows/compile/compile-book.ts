import { Diagnostics } from '../language/diagnostics.js';
import { readFile, type BookDocument } from '../language/read-file.js';
import { readPlaybook } from '../language/read-playbook.js';
import { templateFileOf, type TemplateFile } from '../language/read-templates.js';
import type { Catalogue } from '../model/catalogue.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Plan, PlanTemplates } from '../model/plan.js';
import type { Playbook, SourceFile } from '../model/playbook.js';
import type { PlaybookTest } from '../model/playbook-test.js';
import { compileCatalogue } from './compile-catalogue.js';
import { compilePlaybook, deepFreeze } from './compile-playbook.js';
import { compileTemplates } from './compile-templates.js';
import { judgePlaybook } from './judge-playbook.js';
import { warnOfUnusedTemplates } from './unused-templates.js';

export interface CompiledPlaybook {
  /** Path of its file. */
  readonly file: string;
  /** The text as written, kept for the record. */
  readonly source: string;
  readonly plan: Plan;
  readonly templates: PlanTemplates;
  readonly tests: readonly PlaybookTest[];
}

export interface CompiledBook {
  /** All of them, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Null = there is no metrics file, or the catalogue has errors. */
  readonly catalogue: Catalogue | null;
  /** Those without errors, by id. Empty when there is no catalogue. */
  readonly playbooks: readonly CompiledPlaybook[];
}

/** Playbooks of one id in several files: the ids are identity, so all but the first are refused. */
function refuseDuplicates(playbooks: readonly Playbook[], diagnostics: Diagnostics): void {
  const first = new Map<string, string>();
  for (const { id, file } of playbooks) {
    const other = first.get(id.value);
    if (other === undefined) first.set(id.value, file);
    else {
      const message = `the playbook ${id.value} is also in ${other}`;
      diagnostics.push({
        file,
        span: id.span,
        severity: 'error',
        code: 'duplicate-id',
        message,
        suggestion: 'choose another id',
      });
    }
  }
}

/**
 * Compiles a folder of playbooks, metrics, health, segments and templates: text in, plans and every mistake out.
 * Total: no text makes it throw. Other files (READMEs, data) are passed over.
 */
export function compileBook(files: readonly SourceFile[]): CompiledBook {
  const diagnostics = new Diagnostics();
  const documents: BookDocument[] = [];
  const templates: TemplateFile[] = [];
  let complete = true;
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const file of sorted) {
    if (/\.ya?ml$/.test(file.path)) {
      const errors = diagnostics.errors();
      const document = readFile(file, diagnostics);
      if (document) documents.push(document);
      // A catalogue file that cannot be opened leaves names unknown; a playbook that cannot does not.
      else if (diagnostics.errors() > errors && !/\.playbook\.ya?ml$/.test(file.path)) complete = false;
    } else if (file.path.endsWith('.hbs')) {
      const template = templateFileOf(file, diagnostics);
      if (template) templates.push(template);
    }
  }
  const { catalogue, metrics, segments } = compileCatalogue(documents, complete);
  const playbookFiles = documents.filter(({ kind }) => kind === 'Playbook');
  const [one] = playbookFiles;
  if (one && complete && !documents.some(({ kind }) => kind === 'Metrics')) {
    const { source } = one.root.reader;
    diagnostics.add(
      source,
      source.restOfLine(0),
      'no-metrics',
      'there is no file with kind: Metrics beside the playbooks',
      'give the folder that holds metrics.yaml as well',
    );
  }
  const playbooks = playbookFiles.flatMap(({ root }) => readPlaybook(root, { metrics, segments }) ?? []);
  refuseDuplicates(playbooks, diagnostics);
  const compiled = playbooks.flatMap((playbook): CompiledPlaybook[] => {
    const own = compileTemplates(playbook, templates, metrics, diagnostics);
    judgePlaybook(playbook, own.used, diagnostics);
    const broken = diagnostics.errors(playbook.file) > 0 || own.used.some(({ file }) => diagnostics.errors(file.source.file) > 0);
    if (broken || !catalogue) return [];
    const source = sorted.find(({ path }) => path === playbook.file)?.text ?? '';
    const plan = compilePlaybook(playbook, own.templates);
    return [{ file: playbook.file, source, plan, templates: deepFreeze(own.templates), tests: playbook.tests }];
  });
  warnOfUnusedTemplates(
    playbooks,
    playbookFiles.map(({ root }) => root.reader.source.file),
    templates,
    diagnostics,
  );
  compiled.sort((a, b) => (a.plan.playbook < b.plan.playbook ? -1 : 1));
  return { diagnostics: diagnostics.sorted(), catalogue, playbooks: compiled };
}
