import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LINT_CONFIG_FILE, NO_CONFIG, readLintConfig, type LintConfig } from '../../../workflows/lint/lint-config.js';
import type { BookFile } from '../book-files.js';
import { MACHINE_FILES, unreadable } from '../read-text-file.js';
import { shownPath } from '../shown-path.js';

/** The configuration that counts for a book, and the file it stands in; null = there is none. */
export interface FoundConfig {
  readonly config: LintConfig;
  readonly file: BookFile | null;
}

/**
 * The nearest `sopwith.lint.yaml` at or above the folder of a book.
 * @throws CliFailure (exit 2) when it may not be read.
 */
export function findLintConfig(root: string, cwd: string = process.cwd()): FoundConfig {
  for (let folder = root; ; folder = dirname(folder)) {
    const path = join(folder, LINT_CONFIG_FILE);
    if (existsSync(path)) return readAt(path, cwd);
    if (dirname(folder) === folder) return { config: NO_CONFIG, file: null };
  }
}

function readAt(path: string, cwd: string): FoundConfig {
  const shown = shownPath(path, cwd);
  try {
    const file = { path: shown, text: MACHINE_FILES.read(path).text };
    return { config: readLintConfig(file), file };
  } catch (error) {
    throw unreadable(shown, error) ?? error;
  }
}
