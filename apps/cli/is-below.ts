import { sep } from 'node:path';

/** True for a path within a folder, at any depth; both absolute. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
