import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Diagnostic } from '../../model/diagnostic.js';
import { githubAnnotations } from './github-annotations.js';
import { jsonReport } from './json-report.js';
import { junitReport } from './junit-report.js';
import { summaryLine } from './pretty-report.js';
import { sarifLog } from './sarif-log.js';

function diagnostic(part: Partial<Diagnostic> = {}): Diagnostic {
  const span = { line: 2, column: 3, endLine: 2, endColumn: 5 };
  return { file: 'a.yaml', span, severity: 'error', code: 'unknown-key', message: 'wrong', ...part };
}

const output = (diagnostics: readonly Diagnostic[], files = ['a.yaml']) => ({
  files: files.map((path) => ({ path, text: 'one\ntwo\n' })),
  diagnostics,
  version: '1.0.0',
});

/** Any text, with what the formats have to escape in it. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(']]>', '::', '%0A', '\r\n', '\u0000', '\ud800', '<a b="c">&amp;', '致电'),
    ),
  )
  .map((parts) => parts.join(''));

describe('GitHub annotations', () => {
  test('have the documented form', () => {
    expect(githubAnnotations(output([diagnostic({ suggestion: 'right' })]))).toBe(
      '::error file=a.yaml,line=2,endLine=2,col=3,endColumn=5,title=unknown-key::wrong%0Aright',
    );
    expect(githubAnnotations(output([]))).toBe('');
  });

  test('have no columns when they run over several lines', () => {
    const span = { line: 2, column: 3, endLine: 4, endColumn: 1 };
    expect(githubAnnotations(output([diagnostic({ span, severity: 'warning' })]))).toBe(
      '::warning file=a.yaml,line=2,endLine=4,title=unknown-key::wrong',
    );
  });

  test('are one line each whatever they say, and reading them gives what was said', () => {
    fc.assert(
      fc.property(text, text, (message, file) => {
        const line = githubAnnotations(output([diagnostic({ message, file })]));
        expect(line).not.toMatch(/[\r\n]/);
        const [, name = '', said = ''] = /^::error file=([^,:]*),line=2[^:]*::(.*)$/s.exec(line) ?? [];
        const read = (part: string) =>
          part.replace(/%(0D|0A|3A|2C|25)/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
        expect([read(name), read(said)]).toEqual([file, message]);
      }),
    );
  });
});

/** Reads well-formed XML of elements, attributes and text; throws on anything else. */
function readXml(
  xml: string,
): { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly text: string }[] {
  const read = (part: string): string => {
    if (/[<]|\]\]>|&(?!(?:amp|lt|gt|quot|#\d+);)/.test(part)) throw new Error(`not escaped: ${part}`);
    const marks: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
    return part.replace(/&(?:(\w+)|#(\d+));/g, (_all, name: string | undefined, code: string) =>
      name === undefined ? String.fromCharCode(Number(code)) : (marks[name] ?? ''),
    );
  };
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/u.test(xml))
    throw new Error('a character XML cannot hold');
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: (typeof elements)[number][] = [];
  const body = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '');
  for (const [, close, name = '', list = '', self, between = ''] of body.matchAll(
    /<(\/?)([\w-]+)((?: \w+="[^"<]*")*)(\/?)>([^<]*)/g,
  )) {
    if (close) {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const pairs = [...list.matchAll(/ (\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, read(value)] as const);
    const element = { name, attributes: Object.fromEntries(pairs), text: read(between) };
    elements.push(element);
    if (!self) open.push(element);
  }
  if (open.length > 0 || body.replace(/<\/?[\w-]+(?: \w+="[^"<]*")*\/?>[^<]*/g, '') !== '') throw new Error('not well-formed');
  return elements;
}

describe('JUnit', () => {
  test('has a suite per file, a failure per error, and a passing case for the rest', () => {
    const found = [diagnostic(), diagnostic({ severity: 'warning', code: 'no-tests' }), diagnostic({ file: 'b.yaml' })];
    const elements = readXml(junitReport(output(found, ['a.yaml', 'b.yaml', 'c.yaml'])));
    const suites = elements
      .filter(({ name }) => name === 'testsuite')
      .map(({ attributes: a }) => [a['name'], a['tests'], a['failures']]);
    expect(suites).toEqual([
      ['a.yaml', '2', '1'],
      ['b.yaml', '1', '1'],
      ['c.yaml', '1', '0'],
    ]);
    expect(elements.find(({ name }) => name === 'testsuites')?.attributes).toMatchObject({ tests: '4', failures: '2' });
    expect(elements.filter(({ name }) => name === 'failure')).toHaveLength(2);
  });

  test('is well-formed whatever it says', () => {
    fc.assert(
      fc.property(text, text, (message, file) => {
        const elements = readXml(junitReport(output([diagnostic({ message, file })])));
        const wanted = message.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu, '\ufffd');
        expect(elements.find(({ name }) => name === 'failure')?.attributes['message']).toBe(wanted);
      }),
    );
  });
});

interface Result {
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
}

function results(log: object): readonly Result[] {
  return (log as { runs: readonly { results: readonly Result[] }[] }).runs[0]?.results ?? [];
}

describe('SARIF', () => {
  const prints = (lines: string, found: readonly Diagnostic[]) =>
    results(sarifLog({ files: [{ path: 'a.yaml', text: lines }], diagnostics: found, version: '1' })).map(
      ({ partialFingerprints }) => partialFingerprints['sopwithLint/v1'],
    );
  const at = (line: number) => diagnostic({ span: { line, column: 1, endLine: line, endColumn: 2 } });

  test('a fingerprint stays when lines above it come and go, and tells two mistakes apart', () => {
    expect(prints('one\ntwo\n', [at(2)])).toEqual(prints('new\n\none\n  two\n', [at(4)]));
    const [first, second] = prints('two\ntwo\n', [at(1), at(2)]);
    expect(first).not.toBe(second);
  });

  test('paths are URI references, relative ones to the root of the sources', () => {
    const uris = results(sarifLog(output([diagnostic({ file: 'a b/登录#1%.yaml' }), diagnostic({ file: '/etc/x.yaml' })]))).map(
      ({ locations }) => locations[0]?.physicalLocation.artifactLocation,
    );
    expect(uris).toEqual([
      { uri: 'a%20b/%E7%99%BB%E5%BD%95%231%25.yaml', uriBaseId: '%SRCROOT%' },
      { uri: 'file:///etc/x.yaml' },
    ]);
  });

  test('a repair is a replacement, and an insertion has no width', () => {
    const span = { line: 1, column: 4, endLine: 1, endColumn: 4 };
    const log = JSON.stringify(sarifLog(output([diagnostic({ fix: { span, text: 'x' }, suggestion: 'add x' })])));
    expect(log).toContain(
      '"deletedRegion":{"startLine":1,"startColumn":4,"endLine":1,"endColumn":4},"insertedContent":{"text":"x"}',
    );
  });
});

describe('JSON and the summary', () => {
  test('count what there is', () => {
    const found = [diagnostic({ suggestion: 'right' }), diagnostic({ severity: 'warning' })];
    expect(jsonReport(output(found))).toMatchObject({ files: 1, errors: 1, warnings: 1 });
    expect(jsonReport(output(found)).diagnostics[0]).toEqual({
      ...{ file: 'a.yaml', line: 2, column: 3, endLine: 2, endColumn: 5 },
      ...{ severity: 'error', code: 'unknown-key', message: 'wrong', suggestion: 'right' },
    });
    expect(summaryLine(output(found))).toBe('1 file: 1 error, 1 warning');
    const span = { line: 1, column: 1, endLine: 1, endColumn: 2 };
    expect(summaryLine(output([diagnostic({ fix: { span, text: '' } })], ['a.yaml', 'b.yaml']))).toBe(
      '2 files: 1 error, 0 warnings; 1 can be repaired with --fix',
    );
  });
});
