import { existsSync } from 'node:fs';
import path from 'node:path';

/** The repository's root, seen from `dist/test/bench` as well as from `test/bench`. */
export const ROOT = path.resolve(
  import.meta.dirname,
  import.meta.dirname.includes(`${path.sep}dist${path.sep}`) ? '../../..' : '../..',
);

/** Folder of the real course history beside the project, or null where it is absent. */
export function realHistory(): string | null {
  const folder = process.env['SOPWITH_OULAD'] ?? path.join(ROOT, '..', 'shared', 'data', 'oulad');
  return existsSync(path.join(folder, 'events.csv')) ? folder : null;
}
