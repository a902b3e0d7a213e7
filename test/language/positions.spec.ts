import { describe, expect, test } from '@jest/globals';
import { formatDiagnostic } from '../../workflows/language/format-diagnostic.js';
import { lintBook } from '../../workflows/lint/lint-book.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { fixtureBook, fixtureFolder } from '../support/fixture-books.js';

const templates = fixtureFolder('err/emails');
const cases = fixtureFolder('err').map((fixture) => [fixture.path, fixtureBook(fixture, templates)] as const);

/** Every diagnostic as people see it: place, message, line and caret. */
function shown(files: readonly SourceFile[]): readonly string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return lintBook(files).diagnostics.map((one) => formatDiagnostic(one, texts.get(one.file)));
}

function changed(files: readonly SourceFile[], change: (text: string) => string): readonly SourceFile[] {
  return files.map(({ path, text }) => ({ path, text: change(text) }));
}

describe('what is said and shown does not depend on how a file is stored', () => {
  test.each(cases)('%s with CRLF', (_path, files) => {
    expect(shown(changed(files, (text) => text.replaceAll('\n', '\r\n')))).toEqual(shown(files));
  });

  test.each(cases)('%s with a byte order mark', (_path, files) => {
    expect(shown(changed(files, (text) => `\ufeff${text}`))).toEqual(shown(files));
  });
});

/** `line:column text under the caret` of the only diagnostic. */
function place(text: string): string {
  const files = [{ path: 'b/metrics.yaml', text: 'apiVersion: playbook/v1\nkind: Metrics\nmetrics:\n  logins: { count: events, of: login, per: week }\n' }, { path: 'b/a.playbook.yaml', text }]; // prettier-ignore
  const [one, ...more] = lintBook(files).diagnostics;
  expect(more).toEqual([]);
  if (!one) return 'nothing';
  const line = text.split('\n')[one.span.line - 1] ?? '';
  return `${one.span.line}:${one.span.column} ${line.slice(one.span.column - 1, one.span.endColumn - 1)}`;
}

function playbook(start: string): string {
  return `apiVersion: playbook/v1
kind: Playbook
id: sample
version: 1
title: 登录下降的客户
owner: me
goal: Show it
${start}
steps: [{ id: look, check: { expect: logins >= 5 } }]
exit: [{ id: back, when: logins >= 50, as: success }]
tests: [{ name: enough, given: { logins: 40 }, expect: { enrolled: false } }]
`;
}

describe('columns count characters', () => {
  test.each([
    [
      'after Chinese text in the line',
      'start: { check: daily at 08:00, all: [account.region is "华东" and loginz < 5] }',
      '8:66 loginz',
    ],
    [
      'after characters of two units',
      'start: { check: daily at 08:00, all: [account.region is "😀" and loginz < 5] }',
      '8:66 loginz',
    ],
    ['after a tab', 'start: {\tcheck: daily at 08:00,\tall: [loginz < 5] }', '8:39 loginz'],
    [
      'in a folded block',
      'start:\n  check: daily at 08:00\n  all:\n    - >-\n      logins < 5\n      or loginz < 5',
      '13:10 loginz',
    ],
    [
      'in a literal block',
      'start:\n  check: daily at 08:00\n  all:\n    - |\n      logins < 5\n      or loginz < 5',
      '13:10 loginz',
    ],
    [
      'in quotes over two lines',
      'start:\n  check: daily at 08:00\n  all:\n    - "logins < 5\n      or loginz < 5"',
      '12:10 loginz',
    ],
    ['behind escapes', 'start: { check: daily at 08:00, all: ["account.region is \\"x\\" and loginz < 5"] }', '8:68 loginz'],
  ])('%s', (_name, start, expected) => {
    expect(place(playbook(start))).toBe(expected);
  });
});
