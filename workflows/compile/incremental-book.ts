import { UNKNOWN_NAMES } from '../language/playbook-scope.js';
import type { TemplateFile } from '../language/read-templates.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { SourceFile } from '../model/playbook.js';
import { byPath } from './compile-book.js';
import { compileGround, isPlaybookFile, openTemplates, type BookGround, type OpenedTemplates } from './compile-ground.js';
import {
  finishUnit,
  isForeign,
  openPlaybook,
  readUnit,
  unitOf,
  type FinishedUnit,
  type OpenedFile,
  type PlaybookUnit,
} from './compile-unit.js';
import { templateFolder } from './compile-templates.js';
import { joinBook, type CompiledBook } from './join-book.js';
import { includesOf, PlaybookLibrary } from './playbook-library.js';
import { sameContent } from './same-content.js';

/** A book as one compilation sees it. */
interface WholeBook {
  readonly ground: BookGround;
  readonly units: readonly PlaybookUnit[];
  readonly library: PlaybookLibrary;
}

/** What is kept of a playbook file. */
interface KeptFile {
  readonly text: string;
  readonly foreign: boolean;
  /** What it was read against, and what came of it. */
  readonly read: { readonly names: BookGround['names']; readonly unit: PlaybookUnit } | null;
}

/** What finishing a playbook depended on, and what came of it. */
interface KeptFinish {
  readonly on: readonly unknown[];
  readonly others: readonly Diagnostic[];
  readonly finished: FinishedUnit;
}

function sameFiles(a: readonly SourceFile[], b: readonly SourceFile[]): boolean {
  return a.length === b.length && a.every((file, index) => file.path === b[index]?.path && file.text === b[index].text);
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** The new lists, with an old one in place of each that holds the same texts. */
function keepSame(
  now: ReadonlyMap<string, readonly TemplateFile[]>,
  before: ReadonlyMap<string, readonly TemplateFile[]>,
): ReadonlyMap<string, readonly TemplateFile[]> {
  const text = ({ source }: TemplateFile) => ({ path: source.file, text: source.text });
  return new Map(
    [...now].map(([folder, files]) => {
      const old = before.get(folder) ?? [];
      return [folder, sameFiles(files.map(text), old.map(text)) ? old : files];
    }),
  );
}

/**
 * A book that is compiled again and again with few changes, as an editor does after every keystroke. It gives what
 * `compileBook` gives for the same files; only what a change can reach is read again: a playbook by itself, the
 * playbooks beside a template, all of them when the names change that the catalogue offers. Documents are not kept.
 */
export class IncrementalBook {
  private readonly playbooks = new Map<string, KeptFile>();
  private readonly finishes = new Map<string, KeptFinish>();
  private yamls: readonly SourceFile[] = [];
  private base: BookGround | null = null;
  /** Playbooks in files that are not named as such. */
  private others: readonly PlaybookUnit[] = [];
  private templateFiles: readonly SourceFile[] = [];
  private templates: OpenedTemplates = { templates: new Map(), found: [] };

  /** @param files all of the book, as they are now. */
  compile(files: readonly SourceFile[]): CompiledBook {
    const sorted = [...files].sort(byPath);
    const late = sorted.filter(({ path }) => isPlaybookFile(path));
    const opened = this.open(late);
    const isLate = ({ path }: SourceFile): boolean => this.playbooks.get(path)?.foreign === false;
    const ground = this.ground(sorted.filter((file) => !isLate(file)));
    const own = late.filter(isLate).map((file) => this.unit(file, opened.get(file.path), ground));
    const units = [...this.others, ...own].sort((a, b) => byPath({ path: a.file }, { path: b.file }));
    for (const file of this.finishes.keys()) if (!units.some((unit) => unit.file === file)) this.finishes.delete(file);
    const library = new PlaybookLibrary(units, ground);
    return joinBook(ground, units, (unit, others) => this.finish(unit, others, { ground, units, library }));
  }

  /** What the book offers to its playbooks, as of the last time it was compiled; before that, nothing is known. */
  get offers(): Pick<BookGround, 'names' | 'templates'> {
    return { names: this.base?.names ?? UNKNOWN_NAMES, templates: this.templates.templates };
  }

  /** Opens the playbook files that changed. */
  private open(files: readonly SourceFile[]): ReadonlyMap<string, OpenedFile> {
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.playbooks.keys()) if (!paths.has(path)) this.playbooks.delete(path);
    const opened = new Map<string, OpenedFile>();
    for (const file of files) {
      if (this.playbooks.get(file.path)?.text === file.text) continue;
      const result = openPlaybook(file);
      opened.set(file.path, result);
      this.playbooks.set(file.path, { text: file.text, foreign: isForeign(result), read: null });
    }
    return opened;
  }

  private ground(files: readonly SourceFile[]): BookGround {
    const templateFiles = files.filter(({ path }) => path.endsWith('.hbs'));
    if (!sameFiles(templateFiles, this.templateFiles)) {
      const { templates, found } = openTemplates(templateFiles);
      this.templates = { templates: keepSame(templates, this.templates.templates), found };
      this.templateFiles = templateFiles;
    }
    const yamls = files.filter(({ path }) => !path.endsWith('.hbs'));
    if (!this.base || !sameFiles(yamls, this.yamls)) {
      const before = this.base;
      const now = compileGround(yamls);
      // A remark or a title was changed: what playbooks see is the same, so nothing has to be read again.
      const names = before && sameContent(before.names, now.names) ? before.names : now.names;
      const catalogue = before && sameContent(before.catalogue, now.catalogue) ? before.catalogue : now.catalogue;
      this.base = { ...now, names, catalogue };
      this.others = now.playbooks.map((one) => readUnit(one, { names }));
      this.yamls = yamls;
    }
    const { templates, found } = this.templates;
    return { ...this.base, templates, found: [...found, ...this.base.found] };
  }

  private unit(file: SourceFile, opened: OpenedFile | undefined, ground: BookGround): PlaybookUnit {
    const read = this.playbooks.get(file.path)?.read;
    if (read?.names === ground.names) return read.unit;
    const unit = unitOf(file, opened ?? openPlaybook(file), ground);
    this.playbooks.set(file.path, { text: file.text, foreign: false, read: { names: ground.names, unit } });
    return unit;
  }

  private finish(unit: PlaybookUnit, others: readonly Diagnostic[], book: WholeBook): FinishedUnit {
    const { ground, units, library } = book;
    const on: unknown[] = [unit, ground.names, ground.catalogue, ground.templates.get(templateFolder(unit.file))];
    // Included playbooks can be anywhere, and include others.
    if (unit.playbook && includesOf(unit.playbook).length > 0) on.push(...units, ...ground.templates.values());
    const kept = this.finishes.get(unit.file);
    if (kept && sameItems(kept.on, on) && sameContent(kept.others, others)) return kept.finished;
    const finished = finishUnit(unit, others, { ground, library, plans: true });
    this.finishes.set(unit.file, { on, others, finished });
    return finished;
  }
}
