import type { RuleDefinition } from '../rule.js';

export const unknownApiVersion: RuleDefinition = {
  code: 'unknown-api-version',
  family: 'shape',
  severity: 'error',
  says: 'The file is not of a version this program reads.',
  saysZh: '文件的版本不是本程序能读取的版本。',
  why: 'A file of another version may mean other things by the same words, so nothing else in it is judged.',
  wrong: 'apiVersion: playbook/v2',
  right: 'apiVersion: playbook/v1',
};
