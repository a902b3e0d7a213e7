import { describe, expect, test } from '@jest/globals';
import { fuzzBooks } from '../../test/support/fuzz-books.js';
import { generatePlaybooks } from '../../test/support/generate-playbooks.js';
import { Choice, mutateText, seededRandom } from '../../test/support/mutate.js';
import { CATALOGUE, PLAYBOOK_FILE, SEGMENTS, playbookText } from '../../test/support/playbook-text.js';
import type { SourceFile } from '../model/playbook.js';
import { checkBook, compileBook } from './compile-book.js';
import { IncrementalBook } from './incremental-book.js';

/** A few playbooks of the shipped book in one folder, sharing templates, one including another. */
function startingBook(): readonly SourceFile[] {
  const [shipped] = fuzzBooks().filter(({ name }) => name.includes('usage_drop_rescue'));
  const including = playbookText(
    { steps: 'steps:\n  - { id: intro, playbook: { id: included } }\n  - { id: settle, wait: 3d }' },
    { id: 'including' },
  );
  const included = playbookText({ steps: 'steps: [{ id: pause, wait: 2d }]' }, { id: 'included' });
  return [
    ...(shipped?.files ?? []),
    ...generatePlaybooks(3, 5),
    { path: 'adoption/including.playbook.yaml', text: including },
    { path: 'adoption/included.playbook.yaml', text: included },
  ];
}

/** One thing that happens to a folder while somebody works in it. */
function change(files: readonly SourceFile[], original: readonly SourceFile[], choice: Choice): readonly SourceFile[] {
  const victim = choice.of(files);
  const others = files.filter((file) => file !== victim);
  switch (choice.upTo(8)) {
    case 0:
      return others.length > 3 ? others : files;
    case 1:
      return [...original];
    case 2:
      return [...others, { path: victim.path.replace(/(\.playbook)?\.yaml$/, '.yaml'), text: victim.text }];
    case 3:
      return [...files, { path: `copy/${choice.upTo(3)}.playbook.yaml`, text: choice.of(original).text }].filter(
        ({ path }, index, all) => all.findIndex((one) => one.path === path) === index,
      );
    case 4: {
      const text = original.find(({ path }) => path === victim.path)?.text ?? victim.text;
      return [...others, { path: victim.path, text }];
    }
    default:
      return [
        ...others,
        {
          path: victim.path,
          text: mutateText(
            victim.text,
            choice.random,
            files.map(({ text }) => text),
          ).text,
        },
      ];
  }
}

/** The book with some files changed: a text replaces a file, a function edits it, null takes it away. */
type Edits = Readonly<Record<string, string | null | ((text: string) => string)>>;

function withEdits(files: readonly SourceFile[], edits: Edits): readonly SourceFile[] {
  const kept = files.flatMap((file) => {
    const edit = edits[file.path];
    if (edit === null) return [];
    const text = typeof edit === 'function' ? edit(file.text) : (edit ?? file.text);
    if (edit !== undefined) expect([file.path, text === file.text]).toEqual([file.path, false]);
    return [{ path: file.path, text }];
  });
  const added = Object.entries(edits).flatMap(([path, edit]) =>
    typeof edit === 'string' && !files.some((file) => file.path === path) ? [{ path, text: edit }] : [],
  );
  return [...kept, ...added];
}

const replace =
  (from: string, to: string) =>
  (text: string): string =>
    text.replaceAll(from, to);

describe('an incremental book', () => {
  test('gives after every edit what a full compilation gives', () => {
    const choice = new Choice(seededRandom(4_711));
    const original = startingBook();
    expect(compileBook(original).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const book = new IncrementalBook();
    let files = original;
    let silent = 0;
    for (let edit = 0; edit < 100; edit += 1) {
      const whole = compileBook(files);
      const again = book.compile(files);
      expect([edit, again.diagnostics]).toEqual([edit, whole.diagnostics]);
      expect(checkBook(files)).toEqual(whole.diagnostics);
      expect(again.playbooks).toEqual(whole.playbooks);
      expect(again.catalogue).toEqual(whole.catalogue);
      if (whole.diagnostics.length === 0) silent += 1;
      files = change(files, original, choice);
    }
    expect(silent).toBeLessThan(50);
  });

  const copy = (id: string) => playbookText({}, { id });
  const including = 'adoption/including.playbook.yaml';
  const included = 'adoption/included.playbook.yaml';
  const rescue = 'adoption/usage_drop_rescue.playbook.yaml';

  test.each<readonly [string, Edits]>([
    ['a metric is renamed', { 'metrics.yaml': replace('logins:', 'visits:') }],
    ['a metric gets another type', { 'metrics.yaml': replace('imported: number', 'imported: percent') }],
    ['a segment is renamed', { 'segments.yaml': replace('id: mid', 'id: middle') }],
    ['the metrics are gone', { 'metrics.yaml': null }],
    ['the metrics cannot be opened', { 'metrics.yaml': replace('kind: Metrics', 'kind: [') }],
    ['a title in the metrics', { 'metrics.yaml': replace('en: Logins', 'en: Visits') }],
    ['another playbook takes the id', { 'a/first.playbook.yaml': copy('included') }],
    ['two others take ids', { 'a/first.playbook.yaml': copy('included'), 'z/last.playbook.yaml': copy('including') }],
    ['an included playbook is broken', { [included]: replace('wait: 2d', 'wait: 2') }],
    ['an included playbook waits longer', { [included]: replace('wait: 2d', 'wait: 4d') }],
    ['an included playbook has another id', { [included]: replace('id: included', 'id: elsewhere') }],
    ['an included playbook includes the other', { [included]: replace('wait: 2d', 'playbook: { id: including }') }],
    ['an included playbook is gone', { [included]: null }],
    [
      'an included playbook sends a template',
      { [included]: replace('wait: 2d', 'email: { template: recovery_plan, to: account.champion }') },
    ],
    ['the including playbook waits longer', { [including]: replace('wait: 3d', 'wait: 9d') }],
    ['a template is broken', { 'adoption/emails/recovery_plan.en.hbs': replace('{{', '{{x ') }],
    ['a template is gone', { 'adoption/emails/recovery_plan.en.hbs': null, 'adoption/emails/recovery_plan.zh.hbs': null }],
    ['a template nobody sends', { 'adoption/emails/nobody.en.hbs': 'subject: a\n--- text\nb\n' }],
    ['a playbook cannot be opened', { [rescue]: replace('kind: Playbook', 'kind: "') }],
    [
      'a playbook holds metrics',
      { [rescue]: 'apiVersion: playbook/v1\nkind: Metrics\nmetrics: { more: { seats: bought, per: day } }\n' },
    ],
    [
      'a playbook holds segments of the same ids',
      { [included]: 'apiVersion: playbook/v1\nkind: Segments\nsegments: [{ id: smb, otherwise: true }]\n' },
    ],
    ['a playbook under another name', { 'adoption/plain.yaml': copy('plain') }],
    [
      'a playbook under another name, with a mistake',
      { 'adoption/plain.yaml': copy('plain').replace('health.score', 'helth.score') },
    ],
  ])('%s, and back', (_name, edits) => {
    const original = startingBook();
    const book = new IncrementalBook();
    const changed = withEdits(original, edits);
    for (const files of [original, changed, original, changed]) {
      const whole = compileBook(files);
      const again = book.compile(files);
      expect(again.diagnostics).toEqual(whole.diagnostics);
      expect(again.playbooks).toEqual(whole.playbooks);
      expect(again.catalogue).toEqual(whole.catalogue);
    }
    expect(compileBook(changed)).not.toEqual(compileBook(original));
  });

  test('reads only the playbook that changed', () => {
    const files = [CATALOGUE, SEGMENTS, { path: PLAYBOOK_FILE, text: playbookText() }];
    const other = { path: 'book/adoption/other.playbook.yaml', text: playbookText({}, { id: 'other' }) };
    const book = new IncrementalBook();
    const before = book.compile([...files, other]);
    const after = book.compile([...files, { ...other, text: other.text.replace('version: 1', 'version: 2') }]);
    const plan = (id: string, { playbooks } = after) => playbooks.find(({ plan: one }) => one.playbook === id)?.plan;
    expect(plan('sample')).toBe(plan('sample', before));
    expect(plan('other')?.version).toBe(2);
  });

  test('reads no playbook again for a remark or a title in the catalogue, and all of them for a name', () => {
    const files = [SEGMENTS, { path: PLAYBOOK_FILE, text: playbookText() }];
    const book = new IncrementalBook();
    const before = book.compile([CATALOGUE, ...files]).playbooks[0];
    const remark = { ...CATALOGUE, text: `# a remark\n${CATALOGUE.text}` };
    expect(book.compile([remark, ...files]).playbooks[0]).toBe(before);
    const renamed = { ...CATALOGUE, text: CATALOGUE.text.replace('logins:', 'visits:') };
    expect(book.compile([renamed, ...files]).playbooks[0]).not.toBe(before);
  });

  test('says what the book offers, and nothing before it was compiled', () => {
    const book = new IncrementalBook();
    expect(book.offers.names.segments).toBeNull();
    book.compile([CATALOGUE, SEGMENTS]);
    expect(book.offers.names.segments).toEqual(['mid', 'smb']);
  });
});
