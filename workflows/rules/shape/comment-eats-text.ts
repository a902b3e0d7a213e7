import type { RuleDefinition } from '../rule.js';

export const commentEatsText: RuleDefinition = {
  code: 'comment-eats-text',
  family: 'shape',
  severity: 'warning',
  says: 'A # after a space begins a comment, so text is lost.',
  saysZh: '空格后的 # 会开始注释，后面的文字会丢失。',
  why: 'Customers and colleagues would read a text that ends in the middle.',
  wrong: 'goal: Become their tool #1',
  right: 'goal: "Become their tool #1"',
};
