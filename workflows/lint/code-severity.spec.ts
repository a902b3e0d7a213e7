import { expect, test } from '@jest/globals';
import { DIAGNOSTIC_CODES } from '../model/diagnostic-code.js';
import { ALL_RULES } from '../rules/all-rules.js';
import { codeSeverity, isCode } from './code-severity.js';

test('the severity of every code is the one of its definition', () => {
  const codes = Object.keys(DIAGNOSTIC_CODES).filter(isCode);
  expect(Object.fromEntries(codes.map((code) => [code, codeSeverity(code)]))).toEqual(
    Object.fromEntries(codes.map((code) => [code, ALL_RULES[code].severity])),
  );
});
