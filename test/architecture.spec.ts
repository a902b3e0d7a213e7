import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { AREAS, importViolation } from './support/import-rules.mjs';
import { importsOf, resolveImport, sourceFiles } from './support/source-files.js';

const root = path.resolve(import.meta.dirname, '..');
const sources = sourceFiles(root, ['workflows', 'prisma', 'apps']);
const ours = new Map(
  sources.map(({ file, text }) => [
    file,
    importsOf(text)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => resolveImport(file, specifier)),
  ]),
);

function violations(files: readonly { file: string; text: string }[]): string[] {
  return files.flatMap(({ file, text }) =>
    importsOf(text).flatMap((specifier) => {
      const violation = importViolation(file, specifier);
      return violation ? [`${file}: ${violation}`] : [];
    }),
  );
}

function cycles(): string[] {
  const found: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const target of ours.get(file) ?? []) visit(target, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of ours.keys()) visit(file, []);
  return found;
}

describe('the five folders', () => {
  test('the top level holds only the folders that are the architecture', () => {
    const known = new Set(['apps', 'workflows', 'playbooks', 'prisma', 'test', 'node_modules', 'dist', 'coverage']);
    const folders = readdirSync(root, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
    );
    expect(folders.map((entry) => entry.name).filter((name) => !known.has(name))).toEqual([]);
  });

  test('every top folder says in a README what it is', () => {
    expect(
      ['apps', 'workflows', 'playbooks', 'prisma', 'test'].filter((folder) => !existsSync(path.join(root, folder, 'README.md'))),
    ).toEqual([]);
  });
});

describe('who may import whom', () => {
  test('every import goes in an allowed direction', () => {
    expect(violations(sources)).toEqual([]);
  });

  test('every file of the source folders belongs to an area of the table', () => {
    expect(sources.map(({ file }) => file).filter((file) => !AREAS.some(({ area }) => file.startsWith(`${area}/`)))).toEqual([]);
  });

  test('there are no cycles between files', () => {
    expect(cycles()).toEqual([]);
  });

  test('a deliberate violation is caught, with its reason', () => {
    const fixtures = readdirSync(path.join(root, 'test/fixtures/architecture')).map((name) => ({
      file: name.replaceAll('__', '/').replace(/\.txt$/, ''),
      text: readFileSync(path.join(root, 'test/fixtures/architecture', name), 'utf8'),
    }));
    expect(fixtures.length).toBeGreaterThanOrEqual(5);
    for (const fixture of fixtures) expect(violations([fixture])).toHaveLength(1);
    expect(violations(fixtures).join('\n')).toContain('author side, evaluation and hosts stay out of the bundle');
  });
});

describe('habits', () => {
  test('no default exports, no export *', () => {
    expect(sources.filter(({ text }) => /^export (default|\*)/m.test(text)).map(({ file }) => file)).toEqual([]);
  });

  test('no file has more than 400 lines', () => {
    expect(
      sources.filter(({ text }) => text.split('\n').length > 400).map(({ file, text }) => `${file}: ${text.split('\n').length}`),
    ).toEqual([]);
  });

  test('only apps/environment.ts reads process.env', () => {
    const readers = sources
      .filter(({ file, text }) => /process\.env\b/.test(text) && !file.endsWith('.spec.ts'))
      .map(({ file }) => file);
    expect(readers.filter((file) => file !== 'apps/environment.ts')).toEqual([]);
  });
});
