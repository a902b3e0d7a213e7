import { describe, expect, test } from '@jest/globals';
import { Ajv, type AnySchemaObject } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sarifLog } from '../../workflows/lint/format/sarif-log.js';
import { lintBook } from '../../workflows/lint/lint-book.js';
import { DIAGNOSTIC_CODES } from '../../workflows/model/diagnostic-code.js';
import { fixtureBook, fixtureFolder } from '../support/fixture-books.js';

/** The official schema as Microsoft's package of SARIF matchers holds it; its draft-04 differs from draft-07 in `id` alone. */
function validator() {
  const file = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as AnySchemaObject;
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

const validate = validator();
const errors = (log: unknown) => (validate(JSON.parse(JSON.stringify(log))) ? [] : validate.errors);

describe('the SARIF 2.1.0 schema', () => {
  test('refuses what is no log', () => {
    expect(errors({ version: '2.1.0', runs: [{}] })).not.toEqual([]);
  });

  test('takes a run without results, one with every mistake there is, and one with odd file names and texts', () => {
    expect(errors(sarifLog({ files: [], diagnostics: [], version: '1.0.0' }))).toEqual([]);
    const templates = fixtureFolder('err/emails');
    const books = fixtureFolder('err').map((fixture) => fixtureBook(fixture, templates));
    const diagnostics = books.flatMap((files) => lintBook(files).diagnostics);
    expect(new Set(diagnostics.map(({ code }) => code)).size).toBeGreaterThan(Object.keys(DIAGNOSTIC_CODES).length / 2);
    expect(errors(sarifLog({ files: books.flat(), diagnostics, version: '1.0.0' }))).toEqual([]);
    const span = { line: 1, column: 1, endLine: 1, endColumn: 1 };
    const odd = ['a b/#1%.yaml', '/etc/登录.yaml', 'C:/x.yaml', '../up.yaml', 'lone \ud800.yaml'].map((file) => ({
      ...({ file, span, severity: 'error', code: 'no-such-code', message: '\u0000 \ud800 ]]>' } as const),
      fix: { span, text: '' },
    }));
    expect(errors(sarifLog({ files: [], diagnostics: odd, version: '1.0.0' }))).toEqual([]);
  });
});
