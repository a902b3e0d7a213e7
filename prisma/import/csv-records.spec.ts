import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { CsvRecords, RECORD_LIMIT, type CsvRecord } from './csv-records.js';

interface Unreadable {
  readonly line: number;
  readonly reason: string;
  readonly raw: string;
}

function read(...pieces: readonly string[]): { records: CsvRecord[]; unreadable: Unreadable[] } {
  const records: CsvRecord[] = [];
  const unreadable: Unreadable[] = [];
  const reader = new CsvRecords({
    record: (record) => records.push(record),
    unreadable: (line, reason, raw) => unreadable.push({ line, reason, raw }),
  });
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return { records, unreadable };
}

const cellsOf = (...pieces: string[]): (readonly string[])[] => read(...pieces).records.map(({ cells }) => cells);

/** A text cut into pieces at random. */
const inPieces = (text: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.tuple(text, fc.array(fc.nat(), { maxLength: 6 })).map(([whole, cuts]) => {
    const places = [...new Set(cuts.map((cut) => (whole.length === 0 ? 0 : cut % whole.length)))].sort((a, b) => a - b);
    return [0, ...places].map((place, index, all) => whole.slice(place, all[index + 1] ?? whole.length));
  });

const roughText = fc
  .array(fc.constantFrom('a', 'bc', ',', ',', '"', '""', '\n', '\r\n', '\r', ' ', 'ü', '"x"', ',"y"\n'), { maxLength: 40 })
  .map((parts) => parts.join(''));

describe('records of a CSV text', () => {
  test('fields, quotes, doubled quotes and line breaks inside quotes', () => {
    expect(cellsOf('a,b\n1,"x, ""y""\nz"\n,\n')).toEqual([
      ['a', 'b'],
      ['1', 'x, "y"\nz'],
      ['', ''],
    ]);
  });

  test('lines end in LF, CRLF or CR; empty lines are none; the last needs no end', () => {
    expect(cellsOf('a\nb\r\nc\rd\n\n\r\n\re')).toEqual([['a'], ['b'], ['c'], ['d'], ['e']]);
  });

  test('a byte order mark is not part of the first field, quoted or not', () => {
    expect(cellsOf('\uFEFFa,b\n')).toEqual([['a', 'b']]);
    expect(cellsOf('', '\uFEFF', '"a",b\n')).toEqual([['a', 'b']]);
  });

  test('a record has the line it begins on, behind line breaks in quotes and empty lines too', () => {
    const { records } = read('h\n"a\nb\r\nc"\n\nd\n"e\rf"\ng\n');
    expect(records.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [1, 'h'],
      [2, 'a\nb\r\nc'],
      [6, 'd'],
      [7, 'e\rf'],
      [9, 'g'],
    ]);
  });

  test('a broken quote costs its own line and no other', () => {
    const { records, unreadable } = read('h,i\n1,"open\n2,b\n3,"c" d\n4,e"f\n5,"g"\n6,"never\n7,h');
    expect(records.map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, 'h', 'i'],
      [3, '2', 'b'],
      [6, '5', 'g'],
      [8, '7', 'h'],
    ]);
    expect(unreadable.map(({ line, raw }) => [line, raw])).toEqual([
      [2, '1,"open'],
      [4, '3,"c" d'],
      [5, '4,e"f'],
      [7, '6,"never'],
    ]);
    expect(unreadable[0]?.reason).toMatch(/text after a closing quote/);
    expect(unreadable[2]?.reason).toMatch(/quote inside a field/);
    expect(unreadable[3]?.reason).toMatch(/never closed/);
  });

  test('an endless line is reported once with its beginning, and reading goes on behind it', () => {
    const pieces = ['h\n', ...Array.from({ length: 40 }, () => 'x'.repeat(100_000)), '\r', '\nafter\n'];
    const { records, unreadable } = read(...pieces);
    expect(records.map(({ line, raw }) => [line, raw])).toEqual([
      [1, 'h'],
      [3, 'after'],
    ]);
    expect(unreadable).toHaveLength(1);
    expect(unreadable[0]?.line).toBe(2);
    expect(unreadable[0]?.raw.length).toBeLessThanOrEqual(RECORD_LIMIT);
    expect(unreadable[0]?.reason).toMatch(/more than 1048576 characters/);
  });

  test('a quote that is not closed within the limit does not swallow what follows', () => {
    const line = `${'y'.repeat(99)}\n`;
    const text = `h\n"open\n${line.repeat(30_000)}`;
    const { records, unreadable } = read(text.slice(0, 700_000), text.slice(700_000, 2_000_000), text.slice(2_000_000));
    expect(unreadable.map(({ line: at }) => at)).toEqual([2]);
    expect(records).toHaveLength(30_001);
    expect(records.at(-1)).toMatchObject({ line: 30_002 });
  });

  test('whatever a CSV writer writes is read back, as another reader reads it, however it comes in pieces', () => {
    const cell = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('"', ',', '\n', '\r\n', 'a"b', '""', ' x '));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
    const written = fc
      .tuple(table, fc.constantFrom('\n', '\r\n'), fc.boolean())
      .map(([rows, record_delimiter, quoted]) =>
        stringify(rows, { record_delimiter, quoted, quoted_empty: true, quoted_match: /[\r\n]/ }),
      );
    fc.assert(
      fc.property(inPieces(written), (pieces) => {
        const theirs = parse(pieces.join(''), { relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] });
        expect(read(...pieces).unreadable).toEqual([]);
        expect(cellsOf(...pieces)).toEqual(theirs);
      }),
      { numRuns: 500 },
    );
  });

  test('how any text comes in pieces makes no difference', () => {
    fc.assert(
      fc.property(inPieces(roughText), (pieces) => {
        expect(read(...pieces)).toEqual(read(pieces.join('')));
      }),
      { numRuns: 1_000 },
    );
  });

  test('nothing of any text is lost, and each line number is where the record stands', () => {
    fc.assert(
      fc.property(roughText, (text) => {
        const { records, unreadable } = read(text);
        const all = [...records, ...unreadable].sort((a, b) => a.line - b.line);
        const squeezed = (some: string): string => some.replaceAll(/[\r\n]/g, '');
        expect(squeezed(all.map(({ raw }) => raw).join(''))).toBe(squeezed(text));
        const lines = text.split(/\r\n|\n|\r/);
        for (const { line, raw } of all) {
          expect(lines[line - 1]).toBe(raw.split(/\r\n|\n|\r/)[0]);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
