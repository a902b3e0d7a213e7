import { describe, expect, test } from '@jest/globals';
import { SCOPE } from '../../test/support/condition-builder.js';
import { BUILT_IN_NAMES, NAME_PATTERNS } from './built-in-names.js';
import { FUNCTIONS, signatureOf } from './functions.js';
import { needsOf } from './needs-of.js';
import { nameScope } from './name-scope.js';
import { readCondition } from './read-condition.js';

const scope = nameScope({ ...SCOPE, attributes: null }, SCOPE);

describe('the list of functions and names', () => {
  test.each(FUNCTIONS.map((one) => [one.name, one] as const))(
    '%s: its example is right, uses it, and is canonical',
    (name, fn) => {
      const { condition, problems } = readCondition(fn.example, scope);
      expect(problems).toEqual([]);
      expect(condition?.text).toBe(fn.example);
      expect(condition && needsOf(condition.condition).some((need) => need.replace(/\(.*/, '') === name)).toBe(true);
    },
  );

  test.each(BUILT_IN_NAMES.map((one) => [one.path, one] as const))(
    '%s: its example is right, uses it, and is canonical',
    (path, one) => {
      const { condition, problems } = readCondition(one.example, scope);
      expect(problems).toEqual([]);
      expect(condition?.text).toBe(one.example);
      expect(condition && needsOf(condition.condition)).toContain(path);
    },
  );

  test.each(NAME_PATTERNS.map(({ pattern, example }) => [pattern, example] as const))(
    '%s: its example is right',
    (_pattern, example) => {
      expect(readCondition(example, scope).condition?.text).toBe(example);
    },
  );

  test('everything is told in both languages, in one sentence, and nothing stands there twice', () => {
    for (const { doc } of [...FUNCTIONS, ...BUILT_IN_NAMES, ...NAME_PATTERNS]) {
      expect(doc.en).toMatch(/^[A-Z].*\.$/);
      expect(doc.zh).toMatch(/。$/);
    }
    const names = [...FUNCTIONS.map(({ name }) => name), ...BUILT_IN_NAMES.map(({ path }) => path)];
    expect(new Set(names).size).toBe(names.length);
  });

  test('optional parameters stand last, so that an argument is known by its place', () => {
    for (const { name, parameters } of FUNCTIONS) {
      const optional = parameters.map(({ whenLeftOut }) => whenLeftOut !== null);
      expect([name, [...optional].sort()]).toEqual([name, optional]);
    }
  });

  test('a signature shows what can be left out', () => {
    const signatures = Object.fromEntries(FUNCTIONS.map((fn) => [fn.name, signatureOf(fn)]));
    expect(signatures).toMatchObject({
      wow_drop: 'wow_drop(metric)',
      reached: 'reached(milestone) [by day N]',
      role_active: 'role_active(role, [span])',
      count: 'count(event, span)',
      open_tickets: 'open_tickets([priority: ...])',
      days_since: 'days_since(date or event)',
    });
  });
});
