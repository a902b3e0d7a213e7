import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compileBook, type CompiledBook } from '../../workflows/compile/compile-book.js';

const folder = path.resolve(import.meta.dirname, '../../playbooks');

/** The book as it ships, compiled. */
export function shippedBook(): CompiledBook {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => /\.(ya?ml|hbs)$/.test(name))
    .sort()
    .map((name) => ({ path: `playbooks/${name}`, text: readFileSync(path.join(folder, name), 'utf8') }));
  return compileBook(files);
}
