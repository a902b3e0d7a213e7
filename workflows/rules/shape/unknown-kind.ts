import type { RuleDefinition } from '../rule.js';

export const unknownKind: RuleDefinition = {
  code: 'unknown-kind',
  family: 'shape',
  severity: 'error',
  says: 'The kind of document is not known.',
  saysZh: '文档的 kind 未知。',
  why: 'The kind decides which keys a file may have; without it nothing else can be checked.',
  wrong: 'kind: Playbok',
  right: 'kind: Playbook',
};
