import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder `prisma/` of this checkout: schema and migrations stay there also when the code runs from `dist/`. */
export function prismaFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    for (const candidate of [folder, join(folder, 'prisma')]) {
      if (existsSync(join(candidate, 'schema.prisma'))) return candidate;
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error('prisma/schema.prisma was not found above the code that is running.');
    folder = parent;
  }
}
