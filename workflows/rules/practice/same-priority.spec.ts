import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import { samePriority } from './same-priority.js';

const book = (count: number, byHand = false): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_one, index) => {
      const door = `check: daily at 08:00, all: [health.score < ${60 - index}]`;
      const start = byHand ? 'start: { manual: true }\nenroll: { holdout: 0% }' : `start: { ${door} }`;
      return [`adoption/p${index}.playbook.yaml`, `id: p${index}\n${start}\n`];
    }),
  );
const found = (files: Readonly<Record<string, string>>): readonly string[] =>
  diagnoseExample(files).map(({ code, file, message }) => `${code} ${file}: ${message}`);

describe('same-priority', () => {
  test('a book of many playbooks that all have one priority is told so once, at its first', () => {
    expect(found(book(6))).toEqual([
      'same-priority book/adoption/p0.playbook.yaml: all 6 playbooks have the priority 50: when two want the same account, nothing says who wins',
    ]);
  });

  test('a handful, and playbooks that are started by hand, need none', () => {
    expect([...found(book(5)), ...found(book(9, true))]).toEqual([]);
  });

  test('one that stands out is enough', () => {
    expect(diagnoseExample(samePriority.right)).toEqual([]);
  });
});
