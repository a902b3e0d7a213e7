import { expect } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { formatDiagnostic } from '../../workflows/language/format-diagnostic.js';
import { DIAGNOSTIC_CODES } from '../../workflows/model/diagnostic-code.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { mutate, seededRandom } from './mutate.js';

const root = path.resolve(import.meta.dirname, '../language');

function folder(name: string): readonly SourceFile[] {
  return readdirSync(path.join(root, name))
    .filter((file) => /\.(yaml|hbs)$/.test(file))
    .map((file) => ({ path: `${name}/${file}`, text: readFileSync(path.join(root, name, file), 'utf8') }));
}

export interface FuzzResult {
  readonly mutants: number;
  /** Mutants that were still right: mutations of comments and names. */
  readonly silent: number;
  readonly slowest: number;
  readonly codes: ReadonlyMap<string, number>;
}

/**
 * Compiles the shared book again and again with one file mutated. Holds for each: nothing is thrown, every diagnostic
 * has a known code and a place inside its file, none is told twice, a playbook comes back exactly when it has no error.
 */
export function fuzzLanguage(seed: number, mutants: number): FuzzResult {
  const random = seededRandom(seed);
  const catalogue = folder('catalogue');
  const playbooks = folder('ok');
  const emails = folder('ok/emails');
  // One playbook with its templates a time: a whole book takes five times as long and finds nothing more.
  const books = playbooks.map((playbook) => [
    ...catalogue,
    playbook,
    ...emails.filter(({ path: file }) => playbook.text.includes(`template: ${/([^/]+)\.\w+\.hbs$/.exec(file)?.[1]},`)),
  ]);
  const codes = new Map<string, number>();
  let silent = 0;
  let slowest = 0;
  for (let run = 0; run < mutants; run += 1) {
    const book = books[Math.floor(random() * books.length)] ?? [];
    const victim = Math.floor(random() * book.length);
    const files = book.map((file, index) => (index === victim ? { ...file, text: mutate(file.text, random) } : file));
    const mutant = files[victim] as SourceFile;
    const label = `seed ${seed}, mutant ${run}, ${mutant.path}:\n${mutant.text}`;
    const before = process.hrtime.bigint();
    let result: ReturnType<typeof compileBook>;
    try {
      result = compileBook(files);
    } catch (error) {
      throw new Error(`threw ${String(error)} at ${label}`, { cause: error });
    }
    slowest = Math.max(slowest, Number(process.hrtime.bigint() - before) / 1e6);
    const { diagnostics, playbooks: compiled } = result;
    if (diagnostics.length === 0) silent += 1;
    const told = new Set<string>();
    for (const one of diagnostics) {
      codes.set(one.code, (codes.get(one.code) ?? 0) + 1);
      const text = files.find((file) => file.path === one.file)?.text;
      const lines = text?.split('\n').length ?? 0;
      const { line, column, endLine, endColumn } = one.span;
      const inside = line >= 1 && column >= 1 && endLine <= lines && (endLine > line || endColumn > column);
      if (!inside || !Object.hasOwn(DIAGNOSTIC_CODES, one.code))
        throw new Error(`${formatDiagnostic(one)} is nowhere, at ${label}`);
      const frame = formatDiagnostic(one, text);
      if (told.has(frame)) throw new Error(`told twice: ${frame} at ${label}`);
      told.add(frame);
    }
    const broken = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ file }) => file));
    for (const { file } of compiled) if (broken.has(file)) throw new Error(`${file} has errors and was compiled, at ${label}`);
    // Renamed to another kind, a playbook is none any more; otherwise no error means a plan.
    const renamed = !/^kind: Playbook\b/m.test(mutant.text) && mutant.path.startsWith('ok/') && mutant.path.endsWith('.yaml');
    if (broken.size === 0 && !renamed) expect([label, compiled.length]).toEqual([label, 1]);
  }
  return { mutants, silent, slowest, codes };
}
