import { fixBook, type FixedFile } from '../../../workflows/lint/fix-book.js';
import { isLintConfig, lintBook } from '../../../workflows/lint/lint-book.js';
import { unifiedDiff } from '../../../workflows/lint/unified-diff.js';
import type { Diagnostic } from '../../../workflows/model/diagnostic.js';
import type { SourceFile } from '../../../workflows/model/playbook.js';
import type { BookFile, BookSelection } from '../book-files.js';
import { usage } from '../failure.js';
import { MACHINE_FILES } from '../read-text-file.js';
import { writeFileAtomic } from '../write-file-atomic.js';
import { findLintConfig } from './read-lint-config.js';

/** Nothing is repaired; repairs are only shown; they are written. */
export type Repairing = 'no' | 'show' | 'write';

export interface LintedBooks {
  /** The files that were asked about, as they are now. */
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly fixed: readonly FixedFile[];
  /** Files that could have been repaired and were not, each with the reason. */
  readonly leftAlone: readonly { readonly file: string; readonly why: string }[];
  /** What the repairs change, as a unified diff; empty unless they are only shown. */
  readonly diff: string;
  /** A book has more warnings than its configuration allows. */
  readonly tooManyWarnings: boolean;
}

const WORSE = 'the repairs would have brought more errors than they took away';
const CHANGED = 'it was changed by somebody else meanwhile';

/** Writes a repaired file unless it is not what was read any more. @throws CliFailure (exit 2) when it cannot be written. */
function write({ path, before, after }: FixedFile): boolean {
  try {
    if (MACHINE_FILES.read(path).text !== before) return false;
    writeFileAtomic(path, after);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | null)?.code;
    if (code === undefined) throw error;
    const refused = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
    const message = refused ? `${path} may not be written` : `${path} cannot be written (${code})`;
    throw usage('cannot-write', message, 'Nothing of it was changed; files before it may be repaired');
  }
}

/** Lints every book of a selection with the configuration that counts for it, and repairs what was asked about. */
export function lintBooks(selection: BookSelection, repairing: Repairing): LintedBooks {
  const files: SourceFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const fixed: FixedFile[] = [];
  const leftAlone: { file: string; why: string }[] = [];
  let diff = '';
  let tooManyWarnings = false;
  const configs = new Set<string>();
  for (const [index, book] of selection.books.entries()) {
    const { config, file: configFile } = findLintConfig(selection.roots[index] ?? '.');
    if (configFile && config.diagnostics.length > 0 && !configs.has(configFile.path)) {
      configs.add(configFile.path);
      files.push(configFile);
      diagnostics.push(...config.diagnostics);
    }
    let now: readonly BookFile[] = book;
    let result;
    if (repairing === 'no') result = lintBook(book, config);
    else {
      const attempt = fixBook(book, config, (path) => selection.asked(path) && selection.whole(path));
      const done = repairing === 'show' ? [] : attempt.fixed.filter((one) => write(one));
      const missed = repairing === 'show' ? [] : attempt.fixed.filter((one) => !done.includes(one));
      if (repairing === 'show') diff += attempt.fixed.map(({ path, before, after }) => unifiedDiff(path, before, after)).join('');
      leftAlone.push(...attempt.leftAlone.map((file) => ({ file, why: WORSE })), ...missed.map(({ path }) => ({ file: path, why: CHANGED }))); // prettier-ignore
      fixed.push(...done);
      now = book.map((file) => ({ path: file.path, text: done.find(({ path }) => path === file.path)?.after ?? file.text }));
      result = repairing === 'write' && missed.length === 0 ? attempt.result : lintBook(now, config);
    }
    files.push(...now.filter(({ path }) => selection.asked(path) && !isLintConfig(path)));
    const asked = result.diagnostics.filter(({ file }) => selection.asked(file));
    diagnostics.push(...asked);
    const warnings = asked.filter(({ severity }) => severity === 'warning').length;
    if (config.maxWarnings !== null && warnings > config.maxWarnings) tooManyWarnings = true;
  }
  return { files, diagnostics, fixed, leftAlone, diff, tooManyWarnings };
}
