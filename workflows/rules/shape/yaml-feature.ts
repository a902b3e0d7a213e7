import type { RuleDefinition } from '../rule.js';

export const yamlFeature: RuleDefinition = {
  code: 'yaml-feature',
  family: 'shape',
  severity: 'error',
  says: 'A YAML feature that is not part of the language: tags, anchors, aliases, directives, several documents.',
  saysZh: '使用了本语言不支持的 YAML 特性：标签、锚点、别名、指令、多文档。',
  why: 'These features hide what a file says from the person who reviews it, and some of them make a small file expand without end.',
  wrong: 'owner: &team cs-ops@acme.example',
  right: 'owner: cs-ops@acme.example',
};
