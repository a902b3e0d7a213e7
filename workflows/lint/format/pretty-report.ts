import { formatDiagnostic } from '../../language/format-diagnostic.js';
import type { LintOutput } from './lint-output.js';

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** One line about all of it, e.g. `3 files: 1 error, 2 warnings; 1 can be repaired with --fix`. */
export function summaryLine({ files, diagnostics }: LintOutput): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const fixable = diagnostics.filter(({ fix }) => fix !== undefined).length;
  const line = `${count(files.length, 'file')}: ${count(errors, 'error')}, ${count(diagnostics.length - errors, 'warning')}`;
  return fixable === 0 ? line : `${line}; ${fixable} can be repaired with --fix`;
}

/** For people: every diagnostic with its line and a caret under the place, then the summary. */
export function prettyReport(output: LintOutput, colours: boolean): string {
  const texts = new Map(output.files.map(({ path, text }) => [path, text]));
  const parts = output.diagnostics.map((one) => `${formatDiagnostic(one, texts.get(one.file), colours)}\n`);
  return [...parts, summaryLine(output)].join('\n');
}
