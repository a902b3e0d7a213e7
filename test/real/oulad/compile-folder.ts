import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compileBook, type CompiledBook } from '../../../workflows/compile/compile-book.js';
import { lintDiagnostics } from '../../../workflows/lint/lint-book.js';

/** Compiles every YAML file and template below a folder; diagnostics are those of `lint`, their paths relative to the folder. */
export function compileFolder(folder: string): CompiledBook {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|hbs)$/.test(name))
    .sort()
    .map((name) => ({ path: name.split(path.sep).join('/'), text: readFileSync(path.join(folder, name), 'utf8') }));
  const book = compileBook(files);
  return { ...book, diagnostics: lintDiagnostics(book.diagnostics, files) };
}
