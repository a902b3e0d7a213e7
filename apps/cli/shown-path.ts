import { relative, sep } from 'node:path';

/** A path as people see it: relative to the working directory where it is below it, with `/`. */
export function shownPath(file: string, cwd: string): string {
  const short = relative(cwd, file);
  return (short === '..' || short.startsWith(`..${sep}`) ? file : short).split(sep).join('/');
}
