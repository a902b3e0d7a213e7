import type { RuleDefinition } from '../rule.js';

export const notAvailableYet: RuleDefinition = {
  code: 'not-available-yet',
  family: 'shape',
  severity: 'error',
  says: 'Part of the language, but not of this release.',
  saysZh: '属于本语言，但本版本尚不支持。',
  why: 'The word is reserved, so that files which use it later need no change.',
  wrong: 'timezone: contact',
  right: 'timezone: account',
};
