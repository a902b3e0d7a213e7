import { expect, test } from '@jest/globals';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { runPlaybookTest } from '../../workflows/simulate/run-playbook-test.js';
import { okBook, okPlaybooks } from '../support/fixture-books.js';

const { playbooks, catalogue } = compileBook(okBook);

test.each(playbooks.map((playbook) => [playbook.file, playbook] as const))(
  'the tests inside right playbooks are green: %s',
  (_file, { plan, tests }) => {
    if (catalogue === null) throw new Error('no catalogue');
    const failed = tests.map((one) => runPlaybookTest(plan, catalogue, one)).filter(({ status }) => status === 'failed');
    expect(failed.map(({ name, differences }) => [name, differences])).toEqual([]);
  },
);

test('all of them are compiled, so that none is passed over', () => {
  expect(playbooks).toHaveLength(okPlaybooks.length);
});
