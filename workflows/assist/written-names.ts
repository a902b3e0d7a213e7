/** Ids that a playbook being written declares itself, found line by line so that mistakes elsewhere do not matter. */
export interface WrittenNames {
  readonly steps: readonly string[];
  readonly exits: readonly string[];
  readonly parameters: readonly string[];
}

/** The text of a top-level key, down to the next one. */
function section(text: string, key: string): string {
  const found = new RegExp(`^${key}:(.*(?:\\r?\\n(?![A-Za-z_]).*)*)`, 'm').exec(text);
  return found?.[1] ?? '';
}

function ids(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/(?:^|[\s{,-])id:\s*([a-z][a-z0-9_]*)/g)].map(([, id]) => id ?? ''))];
}

export function writtenNames(text: string): WrittenNames {
  const parameters = [...section(text, 'parameters').matchAll(/(?:^|\n)\s+([a-z][a-z0-9_]*):\s*(?:\{|\r?\n)/g)];
  return {
    steps: ids(section(text, 'steps')),
    exits: ids(section(text, 'exit')),
    parameters: parameters.map(([, id]) => id ?? ''),
  };
}
