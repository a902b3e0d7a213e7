import type { PlaybookTest } from '../../model/playbook-test.js';
import { touches } from '../audience.js';
import type { Rule } from '../rule.js';

/** Whether a test expects the account to enter: it says so, or it says what happened afterwards. */
export function enters({ expect }: PlaybookTest): boolean {
  if (expect.enrolled !== null) return expect.enrolled;
  return expect.ran !== null || expect.outcomes !== null || expect.exited !== null || expect.result !== null;
}

/** Tests of who is kept out alone leave untested what the playbook does. */
export const noEnteringTest: Rule = {
  code: 'no-entering-test',
  family: 'practice',
  severity: 'warning',
  says: 'Tests of which none lets an account enter.',
  saysZh: '测试中没有任何客户进入流程。',
  why: 'The trigger may never fire and the steps may do anything: no test would notice.',
  wrong: 'tests:\n  - { name: a healthy account is left alone, given: { health: { score: 90 } }, expect: { enrolled: false } }',
  right: `tests:
  - { name: a sick account is called, given: { health: { score: 40 } }, expect: { enrolled: true, ran: [call] } }
  - { name: a healthy account is left alone, given: { health: { score: 90 } }, expect: { enrolled: false } }`,
  check: ({ playbook: { tests }, steps }) => {
    const [first] = tests;
    if (!first || tests.some(enters) || !steps.some(touches)) return [];
    const message = 'no test lets an account enter, so none sees what the steps do';
    return [{ span: first.span, message, suggestion: 'add a test with expect: { enrolled: true, ran: [...] }' }];
  },
};
