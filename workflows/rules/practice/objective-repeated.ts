import { implies } from '../logic/implies.js';
import type { Rule } from '../rule.js';

/** An objective that is met exactly when another one is adds no answer; a stricter or milder one is a scale. */
export const objectiveRepeated: Rule = {
  code: 'objective-repeated',
  family: 'practice',
  severity: 'warning',
  says: 'Two objectives that ask the same.',
  saysZh: '两个目标问的是同一件事。',
  why: 'Whenever one is met the other is met as well, so the report shows one result twice as if it were two.',
  wrong: `verify:
  after: 30d
  objective:
    - { id: health_up, expect: health.score >= 70, primary: true }
    - { id: healthy, expect: not (health.score < 70) }`,
  right: `verify:
  after: 30d
  objective:
    - { id: health_up, expect: health.score >= 70, primary: true }
    - { id: logins_up, expect: change_since_start(logins) >= 20% }`,
  check: ({ playbook }) => {
    const objectives = playbook.verify?.objective ?? [];
    return objectives.flatMap((one, index) => {
      const other = objectives.slice(0, index).find(({ expect }) => {
        const [x, y] = [expect.condition, one.expect.condition];
        return implies(x, y) && implies(y, x);
      });
      if (!other) return [];
      const message = `${one.id.value} is met exactly when ${other.id.value} in line ${other.id.span.line} is`;
      return [{ span: one.expect.span, message, suggestion: 'ask for something else, or remove it' }];
    });
  },
};
