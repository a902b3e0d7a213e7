import { describe, expect, test } from '@jest/globals';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { formatDiagnostic } from '../../workflows/language/format-diagnostic.js';
import { BOOK_KINDS } from '../../workflows/language/vocabulary/book-kind.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { fixtureCatalogue, fixtureFolder, okPlaybooks } from '../support/fixture-books.js';

/** The kinds whose names a file of a kind may use: those of the shared catalogue stand beside it. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  metrics: [],
  segments: ['metrics'],
  lifecycle: ['metrics', 'segments'],
  health: ['metrics', 'segments', 'lifecycle'],
  calendars: ['metrics'],
  solutions: ['metrics', 'segments', 'lifecycle', 'health'],
};

const kindOf = (file: SourceFile): string => /(\w+)\.yaml$/.exec(file.path)?.[1] ?? '';

/** A book around one file that is not a playbook. Such files exclude each other, so they never stand in one book. */
function bookAround(fixture: SourceFile): readonly SourceFile[] {
  const beside = BESIDE[kindOf(fixture)] ?? [];
  const named = kindOf(fixture) === 'solutions' ? okPlaybooks.filter(({ path }) => /\/(plain|by-hand)\.p/.test(path)) : [];
  return [...fixtureCatalogue.filter((file) => beside.includes(kindOf(file))), ...named, fixture];
}

describe('a right file of any kind is met with silence', () => {
  const fixtures = fixtureFolder('ok-kinds');

  test.each(fixtures.map((fixture) => [fixture.path, fixture] as const))('%s', (_name, fixture) => {
    const { diagnostics, catalogue } = compileBook(bookAround(fixture));
    expect(diagnostics.map((one) => formatDiagnostic(one))).toEqual([]);
    expect(catalogue).not.toBeNull();
  });

  test.each(fixtures.map((fixture) => [fixture.path, fixture] as const))(
    '%s: one letter wrong is one message',
    (_name, fixture) => {
      const told: string[] = [];
      for (const { 0: word, index } of fixture.text.matchAll(/^#.*|[a-z_]{3,}|\d+%?/gm)) {
        if (word.startsWith('#')) continue;
        const middle = Math.floor(word.length / 2);
        const typo = word.slice(0, middle) + word.slice(middle + 1);
        const text = fixture.text.slice(0, index) + typo + fixture.text.slice(index + word.length);
        const { diagnostics } = compileBook(bookAround(fixture).map((file) => (file === fixture ? { ...fixture, text } : file)));
        const messages = diagnostics.map(({ message }) => message);
        if (messages.length > 1) told.push(`${word} -> ${typo}: ${messages.join(' + ')}`);
      }
      expect(told).toEqual([]);
    },
  );

  test('there are several of every kind but playbooks', () => {
    const kinds = BOOK_KINDS.filter((kind) => kind !== 'Playbook').map((kind) => kind.toLowerCase());
    for (const kind of kinds) expect(fixtures.filter((file) => kindOf(file) === kind).length).toBeGreaterThanOrEqual(3);
    expect(Object.keys(BESIDE).sort()).toEqual([...kinds].sort());
  });
});
