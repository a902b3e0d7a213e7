import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';

const pair = (first: string, second: string): Readonly<Record<string, string>> => ({
  'adoption/first.playbook.yaml': `id: first\n${first}\n`,
  'adoption/second.playbook.yaml': `id: second\n${second}\n`,
});
const found = (first: string, second: string): readonly string[] =>
  diagnoseExample(pair(first, second)).map(({ code, file, message }) => `${code} ${file}: ${message}`);

describe('same-trigger', () => {
  test('the later of two playbooks for one moment and the same accounts is told, whatever the order of its conditions', () => {
    const start = (...conditions: string[]): string => `start: { check: daily at 08:00, all: [${conditions.join(', ')}] }`;
    expect(found(start('health.score < 50', 'logins < 5'), start('logins < 5', 'health.score < 50'))).toEqual([
      'same-trigger book/adoption/second.playbook.yaml: second starts for the same accounts at the same moment as first in book/adoption/first.playbook.yaml',
    ]);
  });

  test('accounts that are parted, a priority that says who wins, another moment or a start by hand are fine', () => {
    const only = (segment: string): string => `enroll: { only: [account.segment is "${segment}"], holdout: 10% }`;
    const start = (days: number): string => `start: { at: ${days}d before contract.end }`;
    expect([
      ...found(only('smb'), only('mid')),
      ...found('enroll: { holdout: 10% }', 'enroll: { holdout: 10%, priority: 60 }'),
      ...found(start(90), start(60)),
      ...found('start: { manual: true }\nenroll: { holdout: 0% }', 'start: { manual: true }\nenroll: { holdout: 0% }'),
    ]).toEqual([]);
  });
});
