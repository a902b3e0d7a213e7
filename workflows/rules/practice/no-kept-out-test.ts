import { triggerConditions } from '../conditions-of.js';
import type { Rule } from '../rule.js';
import { enters } from './no-entering-test.js';

/** What a playbook must not do is as important as what it does: it writes to customers. */
export const noKeptOutTest: Rule = {
  code: 'no-kept-out-test',
  family: 'practice',
  severity: 'warning',
  says: 'Tests of which none keeps an account out.',
  saysZh: '测试中没有任何客户被排除在外。',
  why: 'A condition with a wrong number lets everybody in, and all the tests stay green.',
  wrong: `tests:
  - { name: a sick account is called, given: { health: { score: 40 } }, expect: { enrolled: true, ran: [call] } }
  - { name: so is a very sick one, given: { health: { score: 4 } }, expect: { enrolled: true, ran: [call] } }`,
  right: `tests:
  - { name: a sick account is called, given: { health: { score: 40 } }, expect: { enrolled: true, ran: [call] } }
  - { name: a healthy account is left alone, given: { health: { score: 90 } }, expect: { enrolled: false } }`,
  check: ({ playbook }) => {
    const { tests, enroll } = playbook;
    const gates = [...triggerConditions(playbook), ...enroll.only, ...enroll.never];
    const [first] = tests;
    // One test is a beginning; with two the author has thought about what to test.
    if (!first || tests.length < 2 || gates.length === 0 || tests.some((test) => !enters(test))) return [];
    const message = `every test lets its account enter, so none sees that ${gates[0]?.text ?? 'the start'} keeps anybody out`;
    return [{ span: first.span, message, suggestion: 'add a test with expect: { enrolled: false, because: ... }' }];
  },
};
