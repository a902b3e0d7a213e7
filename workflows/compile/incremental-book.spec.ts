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
