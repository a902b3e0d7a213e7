import { checkBook, type CompiledBook } from '../compile/compile-book.js';
import { Diagnostics } from '../language/diagnostics.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { SourceFile } from '../model/playbook.js';
import { ignoreComments, withoutIgnored } from './ignore-comments.js';
import { LINT_CONFIG_FILE, NO_CONFIG, type LintConfig } from './lint-config.js';

export interface LintResult {
  /** How many files were read. */
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  /** By file and place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether a file is the configuration of the linter, not part of a book. */
export function isLintConfig(path: string): boolean {
  return path === LINT_CONFIG_FILE || path.endsWith(`/${LINT_CONFIG_FILE}`);
}

/**
 * What the compiler found as the linter tells it: without what the files' comments ignore, with what is wrong with those
 * comments, and each at the level that the configuration gives it. Errors stay errors whatever anybody says.
 * @param found of the whole book, or of these files alone.
 */
export function lintDiagnostics(
  found: readonly Diagnostic[],
  files: readonly SourceFile[],
  config: LintConfig = NO_CONFIG,
): readonly Diagnostic[] {
  let left = found;
  for (const file of files) {
    const ignores = ignoreComments(file);
    if (!ignores) continue;
    const own = left.filter((one) => one.file === file.path);
    left = [...left.filter((one) => one.file !== file.path), ...withoutIgnored(own, ignores)];
  }
  const result = new Diagnostics();
  for (const one of left) {
    const level = config.rules.get(one.code) ?? one.severity;
    if (one.severity === 'error') result.push(one);
    else if (level !== 'off') result.push(level === one.severity ? one : { ...one, severity: level });
  }
  return result.sorted();
}

/** Counts what was found. */
export function lintResult(files: number, diagnostics: readonly Diagnostic[]): LintResult {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { files, errors, warnings: diagnostics.length - errors, diagnostics };
}

/**
 * Everything that is wrong with a book: the one function of the command line, the API, the editor and the console.
 * Total: no text makes it throw. What is wrong with the configuration itself is in `config.diagnostics`.
 * @param compiled the book when it is compiled already.
 */
export function lintBook(files: readonly SourceFile[], config: LintConfig = NO_CONFIG, compiled?: CompiledBook): LintResult {
  const own = files.filter(({ path }) => !isLintConfig(path));
  const diagnostics = compiled?.diagnostics ?? checkBook(own);
  return lintResult(own.length, lintDiagnostics(diagnostics, own, config));
}
