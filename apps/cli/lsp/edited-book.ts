import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { IncrementalBook } from '../../../workflows/compile/incremental-book.js';
import type { BookHelp } from '../../../workflows/assist/book-help.js';
import { templateFolder } from '../../../workflows/compile/compile-templates.js';
import { lintBook } from '../../../workflows/lint/lint-book.js';
import { NO_CONFIG, type LintConfig } from '../../../workflows/lint/lint-config.js';
import { findLintConfig } from '../lint/read-lint-config.js';
import type { Diagnostic } from '../../../workflows/model/diagnostic.js';
import type { SourceFile } from '../../../workflows/model/playbook.js';
import { readBooks } from '../book-files.js';

/** The files of the book that a path belongs to, by absolute path; those that cannot be read are passed over. */
function filesOnDisk(path: string): ReadonlyMap<string, string> {
  const there = existsSync(path) ? path : dirname(path);
  if (!existsSync(there)) return new Map();
  try {
    const files = readBooks([there]).books.flat();
    return new Map(files.map(({ path: shown, text }) => [resolve(shown), text]));
  } catch {
    return new Map();
  }
}

/** The nearest `sopwith.lint.yaml`; one that cannot be read counts as none. */
function configOf(path: string): LintConfig {
  try {
    return findLintConfig(dirname(path)).config;
  } catch {
    return NO_CONFIG;
  }
}

/** A book on disk, with the texts of an editor in place of the saved ones. */
export class EditedBook {
  private saved: ReadonlyMap<string, string>;
  private readonly open = new Map<string, string>();
  private readonly compiler = new IncrementalBook();

  private config: LintConfig;

  constructor(private readonly path: string) {
    this.saved = filesOnDisk(path);
    this.config = configOf(path);
  }

  has(path: string): boolean {
    return this.saved.has(path) || this.open.has(path);
  }

  /** A text as it is in the editor now. */
  edit(path: string, text: string): void {
    this.open.set(path, text);
  }

  close(path: string): void {
    this.open.delete(path);
  }

  /** Reads the saved files again: something outside the editor changed them. */
  reload(): void {
    this.saved = filesOnDisk(this.path);
    this.config = configOf(this.path);
  }

  get empty(): boolean {
    return this.open.size === 0;
  }

  private files(): readonly SourceFile[] {
    return [...new Map([...this.saved, ...this.open])].map(([path, text]) => ({ path, text }));
  }

  /** All that is wrong, by file; open files without mistakes have an empty list. */
  lint(): ReadonlyMap<string, readonly Diagnostic[]> {
    const files = this.files();
    const byFile = new Map<string, Diagnostic[]>([...this.open.keys()].map((path) => [path, []]));
    for (const diagnostic of lintBook(files, this.config, this.compiler.compile(files)).diagnostics)
      byFile.set(diagnostic.file, [...(byFile.get(diagnostic.file) ?? []), diagnostic]);
    return byFile;
  }

  /** What the book offers to one of its files, as of the last `lint`. */
  help(path: string): BookHelp {
    const { names, templates } = this.compiler.offers;
    const own = templates.get(templateFolder(path.replaceAll('\\', '/'))) ?? [];
    return { names, templates: [...new Set(own.map(({ name }) => name))] };
  }
}
