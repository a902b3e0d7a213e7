import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { formatDiagnostic } from '../../workflows/language/format-diagnostic.js';
import { lintBook } from '../../workflows/lint/lint-book.js';
import { fixtureBook as book, fixtureFolder as folder, fixtureRoot, okBook, okPlaybooks } from '../support/fixture-books.js';

const here = fixtureRoot;
const update = process.env['UPDATE_GOLDENS'] === '1';

describe('ok: a right book is met with silence', () => {
  const templates = folder('ok/emails');

  test.each(okPlaybooks.map((fixture) => [fixture.path, fixture] as const))('%s', (_name, fixture) => {
    const files = book(fixture, templates);
    const { playbooks, catalogue: compiled } = compileBook(files);
    expect(lintBook(files).diagnostics.map((one) => formatDiagnostic(one))).toEqual([]);
    expect(playbooks.filter(({ file }) => file === fixture.path)).toHaveLength(1);
    expect(compiled).not.toBeNull();
  });

  test('there are enough of them, and all of them make one book', () => {
    expect(okPlaybooks.length).toBeGreaterThanOrEqual(80);
    expect(lintBook(okBook).diagnostics.map((one) => formatDiagnostic(one))).toEqual([]);
    expect(compileBook(okBook).playbooks).toHaveLength(okPlaybooks.length);
  });

  test('those that are about how a file is written are written so', () => {
    const text = (name: string) => okPlaybooks.find(({ path: file }) => file === `ok/${name}.playbook.yaml`)?.text ?? '';
    expect(text('crlf').split('\r\n').length).toBe(text('crlf').split('\n').length);
    expect(text('crlf').split('\r\n').length).toBeGreaterThan(20);
    expect(text('byte-order-mark')).toMatch(/^\ufeff#/);
    expect(JSON.parse(text('written-as-json'))).toMatchObject({ kind: 'Playbook' });
  });
});

describe('err: one mistake, one message, at its place', () => {
  const fixtures = folder('err');
  const templates = folder('err/emails');

  test.each(fixtures.map((fixture) => [fixture.path, fixture] as const))('%s', (_name, fixture) => {
    const files = book(fixture, templates);
    const { diagnostics } = lintBook(files);
    const text = diagnostics.map((one) => formatDiagnostic(one, files.find((file) => file.path === one.file)?.text)).join('\n');
    const golden = path.join(here, fixture.path.replace(/\.yaml$/, '.out'));
    if (update) writeFileSync(golden, `${text}\n`);
    expect(diagnostics.length === 1 ? 'one diagnostic' : text).toBe('one diagnostic');
    expect(`${text}\n`).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : 'no golden: run with UPDATE_GOLDENS=1');
    // A file is named after what is wrong with it.
    expect(path.basename(fixture.path)).toMatch(new RegExp(`^${diagnostics[0]?.code}[-.]`));
  });

  test('no expected output without its fixture', () => {
    const outs = readdirSync(path.join(here, 'err')).filter((file) => file.endsWith('.out'));
    expect(outs.filter((out) => !existsSync(path.join(here, 'err', out.replace(/\.out$/, '.yaml'))))).toEqual([]);
    expect(fixtures.length).toBeGreaterThanOrEqual(120);
  });
});
