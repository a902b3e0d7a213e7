import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CASES } from './cases.js';

const root = path.resolve(import.meta.dirname, '../..');

describe('the table of acceptance cases', () => {
  test('names all twenty, each proven somewhere or said to belong elsewhere', () => {
    expect(Object.keys(CASES).map(Number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    for (const { proofs, belongsTo } of Object.values(CASES)) expect(proofs.length > 0).toBe(belongsTo === undefined);
  });

  test.each(Object.entries(CASES).flatMap(([number, { proofs }]) => proofs.map((proof) => [number, proof.file, proof] as const)))(
    'case %s: what is cited of %s is there',
    (_number, file, { titles }) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      expect(titles.length).toBeGreaterThan(0);
      expect(titles.filter((title) => !text.includes(`'${title}'`))).toEqual([]);
    },
  );
});
