import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { diagnoseExample } from '../../test/support/example-book.js';
import { DIAGNOSTIC_CODES, type DiagnosticCode } from '../model/diagnostic-code.js';
import { ALL_RULES } from './all-rules.js';
import { BOOK_RULES, CHECKED_RULES } from './checked-rules.js';
import type { RuleDefinition, RuleExample } from './rule.js';

const here = import.meta.dirname;
const goldens = path.resolve(here, '../../test/language/err');
const codes = Object.keys(DIAGNOSTIC_CODES) as readonly DiagnosticCode[];
const files = (folder: string): readonly string[] => readdirSync(folder).filter((file) => !file.endsWith('.spec.ts'));

function found(example: RuleExample): readonly string[] {
  return diagnoseExample(example).map(({ code, severity, message }) => `${severity} ${code}: ${message}`);
}

describe.each(codes.map((code) => [code, ALL_RULES[code]] as const))('%s', (code: DiagnosticCode, rule: RuleDefinition) => {
  test('is defined in the file of its name, in the folder of its family', () => {
    expect([rule.code, rule.family]).toEqual([code, DIAGNOSTIC_CODES[code]]);
    expect(existsSync(path.join(here, rule.family, `${code}.ts`))).toBe(true);
  });

  test('has a test of its own: a fixture with its exact message, or a spec', () => {
    const fixtures = readdirSync(goldens).filter((file) => file.endsWith('.out') && file.startsWith(code));
    const shown = fixtures.some((file) => readFileSync(path.join(goldens, file), 'utf8').includes(`[${code}]`));
    expect(shown || existsSync(path.join(here, rule.family, `${code}.spec.ts`))).toBe(true);
  });

  test('says what is wrong and why, in sentences', () => {
    for (const text of [rule.says, rule.why]) expect(text).toMatch(/^[A-Z\d"].*[.?]$/);
    expect(rule.saysZh).toMatch(/[\u4e00-\u9fff].*。$/);
    for (const text of [rule.says, rule.saysZh, rule.why]) expect(text).not.toMatch(/[\u2013\u2014]/);
  });

  test('its wrong example gives this code alone, its right example nothing', () => {
    const [first = '', ...more] = found(rule.wrong);
    expect([first.slice(0, first.indexOf(':')), ...more]).toEqual([`${rule.severity} ${code}`]);
    expect(found(rule.right)).toEqual([]);
  });
});

describe('all rules', () => {
  test('are of three families, sixty at least, and every file is one of them', () => {
    expect(codes.length).toBeGreaterThanOrEqual(60);
    for (const family of ['shape', 'names', 'practice'] as const) {
      const expected = codes.filter((code) => DIAGNOSTIC_CODES[code] === family).map((code) => `${code}.ts`);
      expect([...files(path.join(here, family))].sort()).toEqual(expected.sort());
    }
  });

  test('that judge a playbook or a book are all asked', () => {
    const asked = new Set<RuleDefinition>([...CHECKED_RULES, ...BOOK_RULES]);
    expect(
      codes.filter((code) => ('check' in ALL_RULES[code] || 'checkBook' in ALL_RULES[code]) !== asked.has(ALL_RULES[code])),
    ).toEqual([]);
  });
});
