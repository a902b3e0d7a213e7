import { chmodSync, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/**
 * Replaces a file's text as a whole: whoever reads it meanwhile, or after a crash, sees the old text or the new one.
 * A link stays a link and the file keeps its permissions.
 */
export function writeFileAtomic(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const next = `${target}.${process.pid}.new`;
  try {
    writeFileSync(next, text);
    if (existsSync(target)) chmodSync(next, statSync(target).mode);
    renameSync(next, target);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
