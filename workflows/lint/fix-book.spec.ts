import { describe, expect, test } from '@jest/globals';
import type { Diagnostic } from '../model/diagnostic.js';
import { applyFixes } from './apply-fixes.js';
import { fixBook } from './fix-book.js';
import { lintBook } from './lint-book.js';

const METRICS = {
  path: 'b/metrics.yaml',
  text: 'apiVersion: playbook/v1\nkind: Metrics\nmetrics:\n  logins: { count: events, of: login, per: week }\n',
};

function playbook(body: string): string {
  return `apiVersion: playbook/v1
kind: Playbook
id: sample
version: 1
title: A sample
owner: me # who else?
goal: Show it
${body}
tests: [{ name: enough, given: { logins: 40 }, expect: { enrolled: false } }]
`;
}

const BODY = `start: { check: daily at 08:00, all: [logins < 5] }
steps: [{ id: look, check: { expect: logins >= 5 } }]
exit: [{ id: back, when: logins >= 50, as: success }]`;

function fixed(text: string): { readonly after: string; readonly left: readonly string[]; readonly alone: readonly string[] } {
  const { fixed: files, leftAlone, result } = fixBook([METRICS, { path: 'b/a.playbook.yaml', text }]);
  const left = result.diagnostics.map(({ code }) => code);
  return { after: files[0]?.after ?? text, left, alone: leftAlone };
}

function at(column: number, endColumn: number, text: string, line = 1): Diagnostic {
  const span = { line, column, endLine: line, endColumn };
  return { file: 'a', span, severity: 'error', code: 'unknown-key', message: `${column}`, fix: { span, text } };
}

describe('applyFixes', () => {
  test('makes all that do not overlap, in whatever order they come', () => {
    const { text, applied } = applyFixes('a', 'one two three', [at(9, 14, '3'), at(1, 4, '1'), at(5, 8, '2')]);
    expect(text).toBe('1 2 3');
    expect(applied.map(({ message }) => message)).toEqual(['1', '5', '9']);
  });

  test('an overlapping one waits, and so does a second insertion in one place', () => {
    expect(applyFixes('a', 'abcdef', [at(1, 4, 'X'), at(3, 6, 'Y')])).toMatchObject({ text: 'Xdef' });
    expect(applyFixes('a', 'ab', [at(2, 2, '1'), at(2, 2, '2')])).toMatchObject({ text: 'a1b' });
  });

  test('places count as they are shown: without a byte order mark, with CRLF, after Chinese text', () => {
    expect(applyFixes('a', '\ufeffab\r\n登录 c\r\n', [at(1, 2, 'A'), at(4, 5, 'C', 2)]).text).toBe('\ufeffAb\r\n登录 C\r\n');
  });
});

describe('fixBook', () => {
  test('comments, order and everything else stay as they are', () => {
    const wrong = playbook(BODY).replace('title:', 'titel:').replace('goal:', 'gaol:');
    expect(fixed(wrong)).toEqual({ after: playbook(BODY), left: [], alone: [] });
  });

  test('one repair lays bare the next, round by round', () => {
    const wrong = playbook(BODY.replace('all: [logins < 5]', 'all: [（logins ＜ 5） && （logins ≥ 0.5）]'));
    expect(fixed(wrong).after).toContain('all: [(logins < 5) and (logins >= 0.5)]');
    expect(fixed(wrong).left).toEqual([]);
  });

  test('a text in quotes keeps its quotes and escapes', () => {
    const first = playbook(BODY.replace('when: logins >= 50', 'when: "account.status is \\"actve\\""'));
    expect(fixed(first).after).toContain('when: "account.status is \\"active\\""');
    const second = playbook(BODY.replace('when: logins >= 50', `when: 'account.status == "active" && logins >= 50'`));
    expect(fixed(second).after).toContain(`when: 'account.status is "active" and logins >= 50'`);
  });

  test('a text over several lines is repaired where it stands in one of them', () => {
    const body = BODY.replace('when: logins >= 50, as: success }]', 'as: success, when: "logins >= 50\n  && logins < 90" }]');
    expect(fixed(playbook(body)).after).toContain('"logins >= 50\n  and logins < 90"');
    const folded = BODY.replace(
      'exit: [{ id: back, when: logins >= 50, as: success }]',
      'exit:\n  - id: back\n    as: success\n    when: >-\n      logins >= 50\n      && logins < 90',
    );
    expect(fixed(playbook(folded)).after).toContain('      logins >= 50\n      and logins < 90');
  });

  test('a repair after which there are more errors is not made, and said', () => {
    // Behind the full-width colon two mistakes hide that nobody can repair for the author.
    const body = BODY.replace('check: { expect: logins >= 5 }', 'wait: 7 }, { id: rest, wait: 8');
    const wrong = playbook(body).replace('goal: ', 'goal：');
    expect(fixed(wrong)).toEqual({ after: wrong, left: ['yaml-syntax'], alone: ['b/a.playbook.yaml'] });
    expect(fixed(wrong.replace('wait: 8', 'wait: 8 days')).alone).toEqual([]);
  });

  test('a repair that brings errors into other files is not made', () => {
    const metrics = METRICS.text.replace('logins:', 'Logins:');
    const text = playbook(BODY.replaceAll('logins', 'Logins')).replace('logins: 40', 'Logins: 40');
    const { fixed: files, result } = fixBook([
      { path: METRICS.path, text: metrics },
      { path: 'b/a.playbook.yaml', text },
    ]);
    const before = lintBook([
      { path: METRICS.path, text: metrics },
      { path: 'b/a.playbook.yaml', text },
    ]);
    expect(result.errors).toBeLessThanOrEqual(before.errors);
    expect(files.every(({ path }) => path !== METRICS.path)).toBe(true);
  });

  test('a file that may not be changed is not', () => {
    const text = playbook(BODY).replace('title:', 'titel:');
    const result = fixBook([METRICS, { path: 'b/a.playbook.yaml', text }], undefined, () => false);
    expect(result.fixed).toEqual([]);
    expect(result.result.errors).toBeGreaterThan(0);
  });
});
