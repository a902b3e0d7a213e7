import { describe, expect, test } from '@jest/globals';
import type { Diagnostic } from '../model/diagnostic.js';
import { formatDiagnostic } from './format-diagnostic.js';

function diagnostic(line: number, column: number, endColumn: number, suggestion?: string): Diagnostic {
  return {
    file: 'a.playbook.yaml',
    span: { line, column, endLine: line, endColumn },
    severity: 'error',
    code: 'unknown-name',
    message: '"loginz" is not a metric',
    ...(suggestion ? { suggestion } : {}),
  };
}

describe('formatDiagnostic', () => {
  test('names the place first, then shows the line with a caret under the mistake and says what to write', () => {
    expect(formatDiagnostic(diagnostic(2, 5, 11, 'did you mean "logins"?'), 'all:\n  - loginz < 5\n')).toBe(
      [
        'a.playbook.yaml:2:5 error "loginz" is not a metric [unknown-name]',
        '  2 |   - loginz < 5',
        '    |     ^^^^^^',
        '    = did you mean "logins"?',
      ].join('\n'),
    );
  });

  test('the caret stands under the mistake after Chinese text, which is two columns wide', () => {
    const [, line = '', caret = ''] = formatDiagnostic(diagnostic(1, 4, 6), '登录: x\n').split('\n');
    expect(line).toBe('  1 | 登录: x');
    expect(caret.indexOf('^')).toBe('  1 | 登录: x'.indexOf(':') + 2 + 1);
  });

  test('a very long line is cut around the mistake', () => {
    const text = `${'a'.repeat(500)}BAD${'b'.repeat(500)}`;
    const [, line = '', caret = ''] = formatDiagnostic(diagnostic(1, 501, 504), text).split('\n');
    expect(line.length).toBeLessThan(140);
    expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('BAD');
  });

  test('control characters of a file never reach the terminal, and the caret stays under its place', () => {
    const [, line = '', caret = ''] = formatDiagnostic(diagnostic(1, 4, 5), 'a\u001b[31m\u0007\u009b\u202ex\r\n').split('\n');
    expect(line).toBe('  1 | a\ufffd[31m\ufffd\ufffd\ufffdx');
    expect(caret.indexOf('^')).toBe(line.indexOf('31m'));
  });

  test('colours appear only when asked for, and a missing text leaves the frame out', () => {
    expect(formatDiagnostic(diagnostic(1, 1, 2), 'x')).not.toContain('\u001b');
    expect(formatDiagnostic(diagnostic(1, 1, 2), 'x', true)).toContain('\u001b[31merror');
    expect(formatDiagnostic(diagnostic(9, 1, 2), 'x').split('\n')).toHaveLength(1);
    expect(formatDiagnostic(diagnostic(1, 1, 2)).split('\n')).toHaveLength(1);
  });
});
