import { describe, expect, test } from '@jest/globals';
import { fieldReader, RowRejected } from './field-reader.js';

const columns = ['id', 'region', 'module'];

describe('fieldReader', () => {
  test('a column is trimmed; empty, missing or unknown is not given', () => {
    const id = fieldReader({ kind: 'column', column: 'id' }, columns);
    expect(id(['  a  '])).toBe('a');
    expect(id(['   '])).toBeNull();
    expect(id([])).toBeNull();
    expect(fieldReader({ kind: 'column', column: 'nowhere' }, columns)(['a', 'b', 'c'])).toBeNull();
    expect(fieldReader(undefined, columns)(['a'])).toBeNull();
  });

  test('a constant is the same for every row', () => {
    expect(fieldReader({ kind: 'constant', value: 'active' }, columns)([])).toBe('active');
  });

  test('a template needs all of its columns', () => {
    const name = fieldReader({ kind: 'template', parts: [{ column: 'region' }, ': ', { column: 'module' }] }, columns);
    expect(name(['1', 'Wales', 'AAA'])).toBe('Wales: AAA');
    expect(name(['1', 'Wales', ''])).toBeNull();
  });

  test('a lookup without an answer rejects the row, unless there is an "otherwise"', () => {
    const of = new Map([['Wales', 'owen']]);
    const strict = fieldReader({ kind: 'lookup', by: 'region', of, otherwise: null }, columns);
    expect(strict(['1', ' Wales '])).toBe('owen');
    expect(() => strict(['1', 'Ireland'])).toThrow(RowRejected);
    expect(() => strict(['1', 'Ireland'])).toThrow('region is "Ireland", which the mapping does not list');
    expect(() => strict(['1', ''])).toThrow('region is empty');
    const mild = fieldReader({ kind: 'lookup', by: 'region', of, otherwise: 'fiona' }, columns);
    expect(mild(['1', 'Ireland'])).toBe('fiona');
    expect(mild(['1', ''])).toBe('fiona');
  });
});
