import { describe, expect, test } from '@jest/globals';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { runPlaybookTest } from '../../workflows/simulate/run-playbook-test.js';
import { okBook } from '../support/fixture-books.js';

const { playbooks, catalogue } = compileBook(okBook);

describe('the tests inside right playbooks are green, or skipped because nobody can run them yet', () => {
  test.each(playbooks.map((playbook) => [playbook.file, playbook] as const))('%s', (_file, { plan, tests }) => {
    if (catalogue === null) throw new Error('no catalogue');
    const failed = tests.map((one) => runPlaybookTest(plan, catalogue, one)).filter(({ status }) => status === 'failed');
    expect(failed.map(({ name, differences }) => [name, differences])).toEqual([]);
  });

  test('most of them run', () => {
    const all = playbooks.flatMap(({ plan, tests }) => tests.map((one) => catalogue && runPlaybookTest(plan, catalogue, one)));
    expect(all.filter((one) => one?.status === 'passed').length).toBeGreaterThan(all.length / 2);
  });
});
