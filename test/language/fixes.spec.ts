import { describe, expect, test } from '@jest/globals';
import { fixBook } from '../../workflows/lint/fix-book.js';
import { lintBook } from '../../workflows/lint/lint-book.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { fixtureBook, fixtureFolder } from '../support/fixture-books.js';

const templates = fixtureFolder('err/emails');
/** Metrics stand alone: once they are right, the shared health and segments would be read against them. */
const bookOf = (fixture: SourceFile) => (fixture.path.endsWith('.metrics.yaml') ? [fixture] : fixtureBook(fixture, templates));
const cases = fixtureFolder('err').map((fixture) => [fixture.path, bookOf(fixture)] as const);
/** They all have one mistake, so what can be repaired is known beforehand. */
const fixable = cases.filter(([, files]) => lintBook(files).diagnostics.some(({ fix }) => fix !== undefined));

function repaired(files: readonly SourceFile[], fixed: ReturnType<typeof fixBook>['fixed']): readonly SourceFile[] {
  return files.map((file) => ({ path: file.path, text: fixed.find(({ path }) => path === file.path)?.after ?? file.text }));
}

describe('every mistake with one obvious answer', () => {
  test('there are many of them', () => {
    expect(fixable.length).toBeGreaterThanOrEqual(25);
  });

  test.each(fixable)('%s is repaired: no error is left', (_path, files) => {
    const { fixed, leftAlone, result } = fixBook(files);
    expect(leftAlone).toEqual([]);
    expect(fixed.length).toBeGreaterThan(0);
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const after = repaired(files, fixed);
    expect(lintBook(after).diagnostics).toEqual(result.diagnostics);
    expect(fixBook(after).fixed).toEqual([]);
  });

  test.each(fixable)('%s is repaired alike with CRLF and a byte order mark', (_path, files) => {
    const crlf = files.map(({ path, text }) => ({ path, text: `\ufeff${text.replaceAll('\n', '\r\n')}` }));
    const plain = fixBook(files);
    const { fixed, result } = fixBook(crlf);
    expect(fixed.map(({ after }) => after)).toEqual(plain.fixed.map(({ after }) => `\ufeff${after.replaceAll('\n', '\r\n')}`));
    expect(result.errors).toBe(0);
  });
});

describe('a file without such a mistake', () => {
  const others = cases.filter((one) => !fixable.includes(one));
  test.each(others)('%s stays as it is', (_path, files) => {
    expect(fixBook(files).fixed).toEqual([]);
  });
});
