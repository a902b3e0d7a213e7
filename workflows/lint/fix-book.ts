import type { Diagnostic } from '../model/diagnostic.js';
import type { SourceFile } from '../model/playbook.js';
import { isPlaybookFile } from '../compile/compile-ground.js';
import { applyFixes } from './apply-fixes.js';
import { lintBook, type LintResult } from './lint-book.js';
import { NO_CONFIG, type LintConfig } from './lint-config.js';

/** One repair can lay bare the next (a full-width mark after another); nobody needs more than this many in a row. */
const MOST_ROUNDS = 25;

export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** What was repaired, in the order it was done; places are those of the text at that time. */
  readonly repaired: readonly Diagnostic[];
}

export interface FixResult {
  /** Files that changed, by path. */
  readonly fixed: readonly FixedFile[];
  /** Files whose repairs would have brought more errors than they took away. */
  readonly leftAlone: readonly string[];
  /** What is left to say about the book as it is then. */
  readonly result: LintResult;
}

function errorsByFile({ diagnostics }: LintResult): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { file, severity } of diagnostics) if (severity === 'error') counts.set(file, (counts.get(file) ?? 0) + 1);
  return counts;
}

interface Attempt {
  readonly texts: ReadonlyMap<string, string>;
  readonly repaired: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly result: LintResult;
}

/** Repairs round by round until nothing is left to repair. */
function repair(files: readonly SourceFile[], config: LintConfig, start: LintResult, may: (path: string) => boolean): Attempt {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const repaired = new Map<string, readonly Diagnostic[]>();
  let result = start;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const open = result.diagnostics.filter(({ file, fix }) => fix !== undefined && may(file));
    let changed = false;
    for (const path of new Set(open.map(({ file }) => file))) {
      const text = texts.get(path);
      if (text === undefined) continue;
      const next = applyFixes(path, text, open.filter(({ file }) => file === path)); // prettier-ignore
      if (next.applied.length === 0) continue;
      changed = true;
      texts.set(path, next.text);
      repaired.set(path, [...(repaired.get(path) ?? []), ...next.applied]);
    }
    if (!changed) break;
    result = lintBook(files.map(({ path }) => ({ path, text: texts.get(path) ?? '' })), config); // prettier-ignore
  }
  return { texts, repaired, result };
}

/** The changed files to blame when there are more errors than before, here or in files that were not touched. */
function culprits(before: LintResult, { repaired, result }: Attempt): readonly string[] {
  const old = errorsByFile(before);
  const worse = [...errorsByFile(result)].filter(([file, count]) => count > (old.get(file) ?? 0)).map(([file]) => file);
  const own = worse.filter((file) => repaired.has(file));
  if (worse.length === 0 || own.length > 0) return own;
  // What others read (metrics, segments) is the likelier reason than a playbook.
  const changed = [...repaired.keys()];
  const shared = changed.filter((file) => !isPlaybookFile(file));
  return shared.length > 0 ? shared : changed;
}

/**
 * Makes every repair that has one obvious answer. No file ends with more errors than it had: such a file is left as it
 * was. Pure: the caller writes the texts.
 * @param may which files may be changed (default: all).
 */
export function fixBook(
  files: readonly SourceFile[],
  config: LintConfig = NO_CONFIG,
  may: (path: string) => boolean = () => true,
): FixResult {
  const before = lintBook(files, config);
  const leftAlone = new Set<string>();
  for (;;) {
    const attempt = repair(files, config, before, (path) => may(path) && !leftAlone.has(path));
    const blamed = culprits(before, attempt);
    if (blamed.length > 0) {
      for (const file of blamed) leftAlone.add(file);
      continue;
    }
    const fixed = files.flatMap(({ path, text }): FixedFile[] => {
      const after = attempt.texts.get(path) ?? text;
      return after === text ? [] : [{ path, before: text, after, repaired: attempt.repaired.get(path) ?? [] }];
    });
    return { fixed, leftAlone: [...leftAlone].sort(), result: attempt.result };
  }
}
