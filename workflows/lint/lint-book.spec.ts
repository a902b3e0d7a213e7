import { describe, expect, test } from '@jest/globals';
import { lintBook, lintDiagnostics } from './lint-book.js';
import { NO_CONFIG, readLintConfig } from './lint-config.js';
import type { Diagnostic } from '../model/diagnostic.js';

const FILE = 'a.playbook.yaml';

function warning(line: number, code = 'no-holdout', severity: 'error' | 'warning' = 'warning', file = FILE): Diagnostic {
  return { file, span: { line, column: 1, endLine: line, endColumn: 2 }, severity, code, message: `${code} in ${line}` };
}

/** `line:column severity code` of everything that is left. */
function left(text: string, found: readonly Diagnostic[], file = FILE, config = NO_CONFIG): readonly string[] {
  return lintDiagnostics(found, [{ path: file, text }], config).map(
    ({ span, severity, code }) => `${span.line}:${span.column} ${severity} ${code}`,
  );
}

describe('ignore comments', () => {
  test('a warning is ignored by a comment above its line, or at its end', () => {
    expect(left('# sopwith-ignore no-holdout: too few\nverify: 1\n', [warning(2)])).toEqual([]);
    expect(left('verify: 1 # sopwith-ignore no-holdout: too few\n', [warning(1)])).toEqual([]);
    expect(left('# sopwith-ignore no-holdout: too few\n\n# a remark\nverify: 1\n', [warning(4)])).toEqual([]);
  });

  test('several comments above one line are all about it, and one comment can name several codes', () => {
    const text = '# sopwith-ignore no-holdout: too few\n# sopwith-ignore no-tests: a sketch\nverify: 1\n';
    expect(left(text, [warning(3), warning(3, 'no-tests')])).toEqual([]);
    expect(left('a: 1 # sopwith-ignore no-holdout, no-tests: a sketch\n', [warning(1), warning(1, 'no-tests')])).toEqual([]);
  });

  test('other lines, other codes and other files are not touched', () => {
    const text = 'a: 1 # sopwith-ignore no-holdout: too few\nb: 2\n';
    expect(left(text, [warning(1), warning(2)])).toEqual(['2:1 warning no-holdout']);
    expect(left(text, [warning(1), warning(1, 'no-tests')])).toEqual(['1:1 warning no-tests']);
    const elsewhere = { ...warning(1), file: 'b.playbook.yaml' };
    expect(lintDiagnostics([warning(1), elsewhere], [{ path: FILE, text }])).toEqual([elsewhere]);
  });

  test('the whole file is ignored from its top, with a byte order mark and other comments above', () => {
    const text = '\ufeff# a title\n# sopwith-ignore-file no-holdout: too few\na: 1\nb: 2\n';
    expect(left(text, [warning(3), warning(4)])).toEqual([]);
    expect(left('a: 1\n# sopwith-ignore-file no-holdout: too few\n', [warning(1)])).toEqual([
      '1:1 warning no-holdout',
      '2:1 warning ignore-unused',
    ]);
  });

  test('without a reason it is told so, and only so', () => {
    expect(left('a: 1 # sopwith-ignore no-holdout\n', [warning(1)])).toEqual(['1:6 error ignore-without-reason']);
    expect(left('a: 1 # sopwith-ignore no-holdout:  \n', [])).toEqual(['1:6 error ignore-without-reason']);
  });

  test('an unknown code is told with the near one, which is ignored', () => {
    const text = 'a: 1 # sopwith-ignore no-holdot: too few\n';
    expect(left(text, [warning(1)])).toEqual(['1:23 error ignore-unknown-code']);
    const [one] = lintDiagnostics([], [{ path: FILE, text }]);
    expect(one?.fix).toEqual({ span: { line: 1, column: 23, endLine: 1, endColumn: 32 }, text: 'no-holdout' });
    expect(left('a: 1 # sopwith-ignore everything: I say so\n', [warning(1)])).toEqual([
      '1:1 warning no-holdout',
      '1:23 error ignore-unknown-code',
    ]);
    expect(left('a: 1 # sopwith-ignore-line no-holdout: x\n', [])).toEqual(['1:6 error ignore-unknown-code']);
  });

  test('a comment that ignores nothing is told, unless errors hide what it would ignore', () => {
    const text = 'a: 1 # sopwith-ignore no-holdout: too few\n';
    expect(left(text, [])).toEqual(['1:23 warning ignore-unused']);
    expect(left(text, [warning(2, 'unknown-key', 'error')])).toEqual(['2:1 error unknown-key']);
  });

  test('an error is never ignored', () => {
    const text = 'a: 1 # sopwith-ignore unknown-key: we like it\n';
    expect(left(text, [warning(1, 'unknown-key', 'error')])).toEqual(['1:1 error unknown-key', '1:23 warning ignore-error']);
    expect(left('a: 1 # sopwith-ignore ignore-unused: x\n', [])).toEqual(['1:23 warning ignore-error']);
  });

  test('a # within a text is no comment', () => {
    expect(left('a: "x # sopwith-ignore no-holdout: y"\n', [warning(1)])).toEqual(['1:1 warning no-holdout']);
    expect(left('a: |\n  x\n  # sopwith-ignore no-holdout: y\nb: 1\n', [warning(4)])).toEqual(['4:1 warning no-holdout']);
  });

  test('places are right with CRLF and Chinese text, and a full-width colon is read as one', () => {
    const text = '标题: 登录 # sopwith-ignore no-holdout：客户太少\r\nb: 1 # sopwith-ignore no-tests: x\r\n';
    expect(left(text, [warning(1)])).toEqual(['2:23 warning ignore-unused']);
  });

  test('a template ignores in its own comments', () => {
    const text =
      'subject: Hi\n--- text\n{{!-- sopwith-ignore missing-contact: checked by hand --}}\nHi {{account.champion.name}}\n';
    expect(left(text, [warning(4, 'missing-contact', 'warning', 'a.en.hbs')], 'a.en.hbs')).toEqual([]);
    expect(left('subject: Hi {{! sopwith-ignore-file template-unused: later }}\n--- text\nx', [warning(1, 'template-unused', 'warning', 'a.en.hbs')], 'a.en.hbs')).toEqual([]); // prettier-ignore
  });
});

describe('severities', () => {
  const config = (rules: string) =>
    readLintConfig({ path: 'sopwith.lint.yaml', text: `apiVersion: playbook/v1\nkind: LintConfig\n${rules}\n` });

  test('a warning can be an error or off; an error stays one', () => {
    const { rules, maxWarnings, diagnostics } = config('rules: { no-holdout: error, no-tests: off }\nmax_warnings: 3');
    expect(diagnostics).toEqual([]);
    expect(maxWarnings).toBe(3);
    const found = [warning(1), warning(1, 'no-tests'), warning(2, 'last-wait'), warning(3, 'unknown-key', 'error')];
    expect(left('a: 1\n', found, FILE, { rules, maxWarnings, diagnostics })).toEqual([
      '1:1 error no-holdout',
      '2:1 warning last-wait',
      '3:1 error unknown-key',
    ]);
    expect(left('a: 1\n', [warning(1, 'unknown-key', 'error')], FILE, { ...NO_CONFIG, rules: new Map([['unknown-key', 'off']]) })).toEqual(['1:1 error unknown-key']); // prettier-ignore
  });

  test.each([
    ['rules: { no-holdot: off }', 'ignore-unknown-code', 'did you mean "no-holdout"?'],
    ['rules: { no-holdout: none }', 'invalid-value', undefined],
    ['rules: { no-holdout: errro }', 'invalid-value', 'did you mean "error"?'],
    ['rules: { unknown-key: warning }', 'ignore-error', 'remove it'],
    ['rules: [no-holdout]', 'wrong-shape', undefined],
    ['ruels: { no-holdout: off }', 'unknown-key', 'did you mean "rules"?'],
    ['max_warnings: many', 'wrong-shape', undefined],
  ])('%s is told as %s', (text, code, suggestion) => {
    const { diagnostics } = config(text);
    expect(diagnostics.map((one) => [one.code, one.suggestion, one.span.line])).toEqual([[code, suggestion, 3]]);
  });

  test('a configuration that cannot be read leaves every code as it is', () => {
    const { rules, diagnostics } = readLintConfig({ path: 'sopwith.lint.yaml', text: 'rules: [' });
    expect(rules.size).toBe(0);
    expect(diagnostics).toHaveLength(1);
  });
});

describe('lintBook', () => {
  test('counts what it found, and passes over the configuration', () => {
    const files = [
      { path: 'b/metrics.yaml', text: 'apiVersion: playbook/v1\nkind: Metrics\nmetrics: {}\n' },
      { path: 'b/sopwith.lint.yaml', text: 'not: [closed' },
      { path: 'b/x.yaml', text: 'apiVersion: playbook/v1\nkind: Playbok\n' },
    ];
    const result = lintBook(files);
    expect({ ...result, diagnostics: result.diagnostics.map(({ file, code }) => `${file} ${code}`) }).toEqual({
      files: 2,
      errors: 1,
      warnings: 0,
      diagnostics: ['b/x.yaml unknown-kind'],
    });
  });
});
