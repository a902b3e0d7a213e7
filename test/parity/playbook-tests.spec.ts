import { describe, expect, test } from '@jest/globals';
import { runPlaybookTest } from '../../workflows/simulate/run-playbook-test.js';
import { shippedBook } from './shipped-playbooks.js';

const book = shippedBook();

test('the shipped book has no errors', () => {
  expect(book.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});

describe.each(book.playbooks.map((playbook) => [playbook.plan.playbook, playbook] as const))('%s', (_id, { plan, tests }) => {
  test('has at least three inline tests', () => {
    expect(tests.length).toBeGreaterThanOrEqual(3);
  });

  test.each(tests.map((inline) => [inline.name, inline] as const))('%s', (_name, inline) => {
    expect(runPlaybookTest(plan, book.catalogue!, inline).differences).toEqual([]);
  });
});
