import { UNKNOWN_NAMES } from '../../workflows/language/playbook-scope.js';
import { Diagnostics } from '../../workflows/language/diagnostics.js';
import { readFile } from '../../workflows/language/read-file.js';
import { readPlaybook } from '../../workflows/language/read-playbook.js';
import type { Playbook } from '../../workflows/model/playbook.js';
import { PLAYBOOK_FILE, playbookText } from './playbook-text.js';

/** A playbook as its author wrote it, with some of its blocks replaced. It must be right; names are not checked. */
export function authoredPlaybook(
  blocks: Parameters<typeof playbookText>[0] = {},
  head: Readonly<Record<string, string>> = {},
): Playbook {
  const diagnostics = new Diagnostics();
  const document = readFile({ path: PLAYBOOK_FILE, text: playbookText(blocks, head) }, diagnostics);
  const playbook = document && readPlaybook(document.root, UNKNOWN_NAMES);
  if (!playbook || diagnostics.errors() > 0)
    throw new Error(
      diagnostics
        .all()
        .map(({ message }) => message)
        .join('; '),
    );
  return playbook;
}
