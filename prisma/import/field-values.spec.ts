import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RowRejected } from './field-reader.js';
import {
  countValue,
  dateValue,
  excerpt,
  indexed,
  moneyValue,
  momentValue,
  needed,
  numberValue,
  wordValue,
  yesNoValue,
} from './field-values.js';

describe('dateValue', () => {
  test('takes days that exist', () => {
    for (const day of ['2024-02-29', '1900-01-01', '9999-12-31', '2013-10-01']) expect(dateValue('start', day)).toBe(day);
  });

  test.each([
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '0024-01-01',
    '1899-12-31',
    '24-01-01',
    '01/02/2024',
    '2024-1-2',
    '',
  ])('rejects "%s", naming the field and the form', (text) => {
    expect(() => dateValue('start', text)).toThrow(RowRejected);
    expect(() => dateValue('start', text)).toThrow(`start "${text}" is not a date`);
    expect(() => dateValue('start', text)).toThrow('YYYY-MM-DD');
  });

  test('a day is taken exactly when it survives a round trip', () => {
    const part = (max: number): fc.Arbitrary<string> => fc.nat({ max }).map((value) => String(value).padStart(2, '0'));
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 9999 }), part(14), part(33), (year, month, day) => {
        const text = `${year}-${month}-${day}`;
        const date = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        const taken = ((): boolean => {
          try {
            return dateValue('start', text) === text;
          } catch {
            return false;
          }
        })();
        expect(taken).toBe(exists);
      }),
    );
  });
});

describe('momentValue', () => {
  test('with an offset it is an instant', () => {
    const at = Date.parse('2024-03-05T10:20:30Z');
    expect(momentValue('at', '2024-03-05T10:20:30Z')).toEqual({ at });
    expect(momentValue('at', '2024-03-05 11:20:30+01:00')).toEqual({ at });
    expect(momentValue('at', '2024-03-05T05:20:30-0500')).toEqual({ at });
    expect(momentValue('at', '2024-03-05T10:20:30.123456Z')).toEqual({ at: at + 123 });
    expect(momentValue('at', '2024-03-05T10:20:30.5Z')).toEqual({ at: at + 500 });
  });

  test('without an offset it is a wall clock, and a bare date its midnight', () => {
    expect(momentValue('at', '2024-03-05T10:20')).toEqual({ local: Date.parse('2024-03-05T10:20:00Z') });
    expect(momentValue('at', '2024-03-05')).toEqual({ local: Date.parse('2024-03-05T00:00:00Z') });
  });

  test.each([
    'yesterday',
    '2024-03-05T24:00:00Z',
    '2024-03-05T10:60',
    '2024-03-05T10:20:60Z',
    '2024-02-30T10:00:00Z',
    '2024-03-05T10:20:30+99:00',
    '2024-03-05T10:20:30+01:75',
    '1709632830',
    '2024-03-05T10Z',
    '2024-03-05T10:20:30.1234567Z',
    '0001-01-01T00:00:00Z',
  ])('rejects "%s"', (text) => {
    expect(() => momentValue('occurred_at', text)).toThrow(RowRejected);
    expect(() => momentValue('occurred_at', text)).toThrow('write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ');
  });

  test('every instant that is written as ISO 8601 comes back', () => {
    const noonish = fc.date({
      min: new Date('1900-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(noonish, (date) => expect(momentValue('at', date.toISOString())).toEqual({ at: date.getTime() })));
  });
});

describe('numbers', () => {
  test('a count is a whole number from 0; a tail of zeros is a habit of spreadsheets', () => {
    expect(countValue('seats', '0')).toBe('0');
    expect(countValue('seats', '120.0')).toBe('120');
    expect(countValue('seats', null)).toBeNull();
    for (const text of ['-1', '1.5', '1e3', '1,000', 'many', '1234567890'])
      expect(() => countValue('seats', text)).toThrow(`seats "${text}" is not a whole number`);
  });

  test('a number is decimal, with an exponent if need be', () => {
    for (const text of ['0', '-12.5', '1e6', '2.5E-3']) expect(numberValue('value', text)).toBe(text);
    for (const text of ['NaN', 'Infinity', '1,5', '0x10', '1e400', '.5', '--1'])
      expect(() => numberValue('value', text)).toThrow(RowRejected);
  });

  test('an amount of money fits its column', () => {
    for (const text of ['0', '99999999999.99', '-5.125']) expect(moneyValue('mrr', text)).toBe(text);
    for (const text of ['1e3', '123456789012', '€5', '1.234,56']) expect(() => moneyValue('mrr', text)).toThrow(RowRejected);
  });
});

describe('words', () => {
  test('true and false as people write them', () => {
    for (const text of ['true', 'YES', '1', 'T']) expect(yesNoValue('muted', text, false)).toBe(true);
    for (const text of ['False', 'no', '0', 'f']) expect(yesNoValue('muted', text, true)).toBe(false);
    expect(yesNoValue('muted', null, true)).toBe(true);
    expect(() => yesNoValue('muted', 'maybe', true)).toThrow('muted "maybe" is neither true nor false');
  });

  test('a closed set names its words; nothing given means the default', () => {
    expect(wordValue('per', null, ['day', 'week'], 'day')).toBe('day');
    expect(() => wordValue('per', 'year', ['day', 'week'], 'day')).toThrow('per "year" is not one of day, week');
  });

  test('what has to be there names its field', () => {
    expect(needed('id', 'a')).toBe('a');
    expect(() => needed('id', null)).toThrow('id is empty');
  });

  test('what things are found by has at most 200 characters', () => {
    expect(indexed('id', 'x'.repeat(200))).toHaveLength(200);
    expect(indexed('contact', null)).toBeNull();
    expect(() => indexed('id', 'x'.repeat(201))).toThrow('id has 201 characters; 200 are the limit');
  });

  test('a message shows no more than the beginning of a long text', () => {
    expect(excerpt('short')).toBe('short');
    expect(excerpt('x'.repeat(1_000))).toBe(`${'x'.repeat(77)}...`);
  });
});
