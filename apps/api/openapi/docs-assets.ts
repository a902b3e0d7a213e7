import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DOCS_START } from './docs-page.js';

interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

// Only these are ever read: no path of a request reaches the file system.
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** The files of Swagger UI, read once each. */
export class DocsAssets {
  private readonly folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  private readonly loaded = new Map<string, Asset>([
    ['start.js', { type: 'text/javascript; charset=utf-8', content: Buffer.from(DOCS_START) }],
  ]);

  async read(name: string): Promise<Asset | null> {
    const known = this.loaded.get(name);
    if (known !== undefined) return known;
    const type = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (type === undefined) return null;
    const asset = { type, content: await readFile(join(this.folder, name)) };
    this.loaded.set(name, asset);
    return asset;
  }
}
