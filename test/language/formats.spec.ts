import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { githubAnnotations } from '../../workflows/lint/format/github-annotations.js';
import { jsonReport } from '../../workflows/lint/format/json-report.js';
import { junitReport } from '../../workflows/lint/format/junit-report.js';
import type { LintOutput } from '../../workflows/lint/format/lint-output.js';
import { prettyReport } from '../../workflows/lint/format/pretty-report.js';
import { sarifLog } from '../../workflows/lint/format/sarif-log.js';
import { lintBook } from '../../workflows/lint/lint-book.js';
import { fixtureFolder, fixtureRoot } from '../support/fixture-books.js';

const files = fixtureFolder('formats/book').map(({ path: file, text }) => ({ path: file.replace('formats/', ''), text }));
const output: LintOutput = { files, diagnostics: lintBook(files).diagnostics, version: '1.2.3' };

describe('one small book in every format', () => {
  test.each([
    ['pretty.txt', () => prettyReport(output, false)],
    ['pretty-coloured.txt', () => prettyReport(output, true)],
    ['report.json', () => JSON.stringify(jsonReport(output), null, 2)],
    ['annotations.txt', () => githubAnnotations(output)],
    ['log.sarif', () => JSON.stringify(sarifLog(output), null, 2)],
    ['junit.xml', () => junitReport(output)],
  ])('%s', (name, print) => {
    const golden = path.join(fixtureRoot, 'formats', name);
    const text = `${print()}\n`;
    if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(golden, text);
    expect(text).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : 'no golden: run with UPDATE_GOLDENS=1');
  });

  test('the book has errors with and without a repair, a warning, an ignored warning and a clean file', () => {
    const fixes = output.diagnostics.map(({ severity, fix }) => `${severity} ${fix ? 'with' : 'without'} a repair`);
    expect(new Set(fixes)).toEqual(new Set(['error with a repair', 'warning without a repair']));
    expect(files.some(({ text }) => text.includes('sopwith-ignore no-holdout'))).toBe(true);
    expect(files.some(({ path: file }) => output.diagnostics.every((one) => one.file !== file))).toBe(true);
  });
});
