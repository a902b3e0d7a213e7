import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { drawPlaybook } from '../../workflows/explain/draw-playbook.js';
import { explainPlaybook } from '../../workflows/explain/explain-playbook.js';
import type { ExplainSubject } from '../../workflows/explain/subject.js';
import { subjectOf } from '../../workflows/explain/subject-of.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { EVERY_VERB_PLAN } from '../support/every-verb-plan.js';

const here = import.meta.dirname;
const root = path.join(here, '../..');
const update = process.env['UPDATE_GOLDENS'] === '1';

function filesBelow(folder: string): readonly SourceFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(yaml|hbs)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** Playbooks of the goldens that between them use the whole language. */
const WHOLE_LANGUAGE = [
  'whole-language',
  'champion-left',
  'stage-begun',
  'side-by-side',
  'milestone-missed',
  'quarter-review',
].map((name) => `ok/${name}.playbook.yaml`);

function compiled(files: readonly SourceFile[], asked: (path: string) => boolean): readonly ExplainSubject[] {
  const { playbooks, catalogue, diagnostics } = compileBook(files);
  expect(diagnostics.filter(({ file, severity }) => severity === 'error' && asked(file))).toEqual([]);
  return playbooks.filter(({ file }) => asked(file)).map((one) => subjectOf(one, catalogue));
}

function golden(name: string, text: string): void {
  const file = path.join(here, 'explain', name);
  if (update) writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : 'no golden: run with UPDATE_GOLDENS=1');
}

describe('what playbooks say in plain words', () => {
  const shipped = compiled(filesBelow('playbooks'), () => true);
  const whole = compiled(filesBelow('test/language/ok'), (file) => WHOLE_LANGUAGE.some((name) => file.endsWith(name)));
  const everything: ExplainSubject = { plan: EVERY_VERB_PLAN, templates: {}, catalogue: null };
  const subjects = [...shipped, ...whole, everything];
  const cases = subjects.flatMap((subject) =>
    (['en', 'zh'] as const).map((locale) => [subject.plan.playbook, locale, subject] as const),
  );

  test.each(cases)('%s in %s', (name, locale, subject) => {
    golden(`${name}.${locale}.md`, explainPlaybook(subject, locale));
  });

  test.each(cases)('%s drawn in %s', (name, locale, subject) => {
    golden(`${name}.${locale}.mmd`, drawPlaybook(subject, locale));
  });

  test('no golden without its playbook', () => {
    const known = new Set(cases.flatMap(([name, locale]) => [`${name}.${locale}.md`, `${name}.${locale}.mmd`]));
    expect(readdirSync(path.join(here, 'explain')).filter((file) => !known.has(file))).toEqual([]);
  });
});
