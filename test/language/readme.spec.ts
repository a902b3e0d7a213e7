import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { fixtureCatalogue } from '../support/fixture-books.js';

const readme = path.resolve(import.meta.dirname, '../../workflows/language/README.md');

test('the playbook in the README of the language is right', () => {
  const sample = /```yaml\n([^]*?)```/.exec(readFileSync(readme, 'utf8'))?.[1] ?? '';
  const catalogue = fixtureCatalogue.map((file) => ({ ...file, path: file.path.replace('ok/', 'book/') }));
  const template = 'subject: Hello\n--- text\nDear {{contact.name}}\n';
  const templates = ['feature_reminder', 'value_recap'].flatMap((name) =>
    ['en', 'zh'].map((locale) => ({ path: `book/emails/${name}.${locale}.hbs`, text: template })),
  );
  const { diagnostics, playbooks } = compileBook([...catalogue, { path: 'book/a.playbook.yaml', text: sample }, ...templates]);
  expect(diagnostics).toEqual([]);
  expect(playbooks).toHaveLength(1);
});
