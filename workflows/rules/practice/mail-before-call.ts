import { approximateLength, printDuration } from '../approximate-length.js';
import { isCustomer } from '../audience.js';
import { pathsOf } from '../paths.js';
import type { Rule } from '../rule.js';

const DAY = 86_400_000;

/** A mail and a call about the same thing on one day: the customer hears it twice before having had time to act. */
export const mailBeforeCall: Rule = {
  code: 'mail-before-call',
  family: 'practice',
  severity: 'warning',
  says: 'An e-mail to the customer and a task about them that is due on the same day.',
  saysZh: '给客户发邮件的同一天又要求 CSM 联系客户。',
  why: 'The CSM calls before the mail is read, and the customer tells the same story twice. Either the mail announces the call some days ahead, or one of the two is enough.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: account.champion } }
  - id: call
    task: { title: Call them, assign: account.csm, due: 4h, outcomes: [reached, no_answer] }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: account.champion } }
  - id: call
    task: { title: Call them, assign: account.csm, due: 3bd, outcomes: [reached, no_answer] }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  check: ({ playbook }) => {
    for (const path of pathsOf(playbook) ?? []) {
      for (const [index, { step, at }] of path.entries()) {
        const before = path[index - 1];
        if (step.verb !== 'task' || before?.step.verb !== 'email' || before.at !== at) continue;
        if (!isCustomer(before.step.to.value) || approximateLength(step.due.value) > DAY) continue;
        const message = `${before.step.id.value} is sent when ${step.id.value} opens, and that is due after ${printDuration(step.due.value)}: the customer hears both on one day`;
        return [{ span: step.due.span, message, suggestion: 'wait some days between them, or give the task more time' }];
      }
    }
    return [];
  },
};
