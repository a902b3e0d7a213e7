import type { Diagnostic } from '../../model/diagnostic.js';
import type { SourceFile } from '../../model/playbook.js';

export const LINT_FORMATS = ['pretty', 'json', 'github', 'sarif', 'junit'] as const;
export type LintFormat = (typeof LINT_FORMATS)[number];

/** What a report of the linter is made of. */
export interface LintOutput {
  /** Every file that was asked about, also those without a mistake. */
  readonly files: readonly SourceFile[];
  /** By file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of this program. */
  readonly version: string;
}

/** The diagnostics of each file: first those that were asked about, then others that something is said about. */
export function byFile({ files, diagnostics }: LintOutput): ReadonlyMap<string, readonly Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>(files.map(({ path }) => [path, []]));
  for (const diagnostic of diagnostics) {
    const group = groups.get(diagnostic.file);
    if (group) group.push(diagnostic);
    else groups.set(diagnostic.file, [diagnostic]);
  }
  return groups;
}

/** Message and advice as one text. */
export function fullMessage({ message, suggestion }: Diagnostic): string {
  return suggestion === undefined ? message : `${message}\n${suggestion}`;
}
