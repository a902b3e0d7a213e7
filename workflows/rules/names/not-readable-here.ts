import type { RuleDefinition } from '../rule.js';

export const notReadableHere: RuleDefinition = {
  code: 'not-readable-here',
  family: 'names',
  severity: 'error',
  says: 'A name that has no value at this place.',
  saysZh: '此处读不到该名称的值。',
  why: 'Before a run starts there is no start to compare with, and before a step ends there is no outcome.',
  wrong: `start:
  check: daily at 08:00
  all: [change_since_start(logins) < 20%]`,
  right: `start:
  check: daily at 08:00
  all: [wow_drop(logins) >= 20%]`,
};
