import type { BookNames } from '../language/playbook-scope.js';

/** What the rest of the book offers to the file being written. */
export interface BookHelp {
  readonly names: BookNames;
  /** Names of the templates in `emails/` beside the file. */
  readonly templates: readonly string[];
}

/** The `kind:` of a file, as far as it is written; a new file counts as a playbook. */
export function kindOfText(text: string): string {
  return /^kind:\s*["']?([A-Za-z]+)/m.exec(text)?.[1] ?? 'Playbook';
}
