import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compileBook } from '../../workflows/compile/compile-book.js';

const folder = path.resolve(import.meta.dirname, '../fixtures/first-book');

/**
 * The content hashes of the first book that was published, whose files are kept to the letter. What is published is known
 * by its hash: a release that compiled the same text to another plan would refuse everybody's published versions.
 */
const PINNED: Readonly<Record<string, string>> = {
  'activation_push v1': '846b77ec58a59e8263caf9292c7d7d03c3287563e06af4feb944295ff2972c59',
  'key_behaviour_day_60 v1': '08df1c35c8397cbe8768638fe0a4513de762031153ab650d700676a8b9ae1ef8',
  'key_behaviour_day_90 v1': '06c26cf90590b7af89b264d8232b7af3a1d0ded7161192cc00271793c0a76a83',
  'renewal_90_60_30 v1': '409c35de4d5bf571bfe1d9329a7bba0a1fa08d7464839943ebc9f547fbe6514c',
  'usage_drop_rescue v1': '65459a864e4fc0d9537ce1171964006b0c04ff7a1d0410381b12b395ed40dd64',
};

function hashes(lineEnd: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(yaml|hbs)$/.test(name))
    .map((name) => ({
      path: name.split(path.sep).join('/'),
      text: readFileSync(path.join(folder, name), 'utf8').replace(/\r?\n/g, lineEnd),
    }));
  const { playbooks, diagnostics } = compileBook(files);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return Object.fromEntries(playbooks.map(({ plan }) => [`${plan.playbook} v${plan.version}`, plan.contentHash]));
}

test('the language grows, and what was published before keeps its hash', () => {
  expect(hashes('\n')).toEqual(PINNED);
});

test('the line ends of Windows make no other plan', () => {
  expect(hashes('\r\n')).toEqual(PINNED);
});
