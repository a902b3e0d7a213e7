import { namesOf } from '../../condition/walk-condition.js';
import { startConditions } from '../conditions-of.js';
import { implies } from '../logic/implies.js';
import type { Rule } from '../rule.js';

/** That an account is still there, or still has a contract, may be true at the start and is worth verifying all the same. */
const isAboutStaying = (name: string): boolean => /^(account|contract|lifecycle)\./.test(name);

/** What made the account enter cannot show that it got better. */
export const objectiveAlreadyTrue: Rule = {
  code: 'objective-already-true',
  family: 'practice',
  severity: 'warning',
  says: 'An objective that is true whenever a run starts.',
  saysZh: '流程启动时目标就已经达成。',
  why: 'Every account would meet it without anything being done, and the playbook would look like a success.',
  wrong: `verify:
  after: 30d
  objective:
    - { id: health_up, expect: health.score <= 70, primary: true }`,
  right: `verify:
  after: 30d
  objective:
    - { id: health_up, expect: health.score >= 70, primary: true }`,
  check: ({ playbook }) => {
    const start = startConditions(playbook);
    return (playbook.verify?.objective ?? []).flatMap(({ id, expect }) => {
      if (namesOf(expect.condition).every(isAboutStaying)) return [];
      const cause = start.find(({ condition }) => implies(condition, expect.condition));
      if (!cause) return [];
      const message = `the objective ${id.value} is true whenever a run starts: line ${cause.span.line} asks for ${cause.text}`;
      return [{ span: expect.span, message, suggestion: 'ask for what should be different afterwards' }];
    });
  },
};
