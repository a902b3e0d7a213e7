import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder with our `package.json`: the same whether this runs from `apps/` or from `dist/apps/`, in a checkout or
 * installed as a dependency.
 */
export function packageRoot(from: string = import.meta.url): string {
  let folder = dirname(fileURLToPath(from));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'sopwith')
      return folder;
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`No package.json of sopwith above ${fileURLToPath(from)}: is the installation complete?`);
    folder = parent;
  }
}
