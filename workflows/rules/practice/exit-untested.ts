import type { Rule } from '../rule.js';
import { enters } from './no-entering-test.js';

/** Exits stop everything at once: whoever tests a playbook well tests one. */
export const exitUntested: Rule = {
  code: 'exit-untested',
  family: 'practice',
  severity: 'warning',
  says: 'Many tests, and none in which the run leaves by an exit.',
  saysZh: '有多个测试，却没有一个测试到退出条件。',
  why: 'An exit cancels everything that was planned. When its condition is wrong, customers who recovered or left go on getting mails, and no test notices.',
  wrong: `tests:
  - { name: a sick account is called, given: { health: { score: 40 } }, expect: { enrolled: true, ran: [call] } }
  - { name: so is a very sick one, given: { health: { score: 4 } }, expect: { enrolled: true, ran: [call] } }
  - { name: and one in between, given: { health: { score: 20 } }, expect: { enrolled: true, ran: [call] } }
  - { name: a healthy account is left alone, given: { health: { score: 90 } }, expect: { enrolled: false } }`,
  right: `tests:
  - { name: a sick account is called, given: { health: { score: 40 } }, expect: { enrolled: true, ran: [call] } }
  - { name: so is a very sick one, given: { health: { score: 4 } }, expect: { enrolled: true, ran: [call] } }
  - name: one that recovers by itself is left alone again
    given: { health: { score: 40 } }
    timeline: [{ at: 1d, health: { score: 80 } }]
    expect: { enrolled: true, exited: recovered, result: success }
  - { name: a healthy account is left alone, given: { health: { score: 90 } }, expect: { enrolled: false } }`,
  check: ({ playbook: { tests, exits } }) => {
    const [exit] = exits.filter(({ after }) => !after);
    if (!exit || tests.filter(enters).length < 3) return [];
    if (tests.some(({ expect }) => expect.exited !== null || expect.result === 'lost' || expect.result === 'expired')) return [];
    const message = `no test leaves by an exit, e.g. by ${exit.id.value}`;
    const suggestion = `add a test with expect: { exited: ${exit.id.value} }`;
    return [{ span: exit.id.span, message, suggestion }];
  },
};
