import { metricsOf } from '../conditions-of.js';
import { writesToCustomer } from '../audience.js';
import { pathsOf } from '../paths.js';
import type { Rule } from '../rule.js';

/** Asked in the minute in which a message goes out, a check sees the numbers of before. */
export const checkTooEarly: Rule = {
  code: 'check-too-early',
  family: 'practice',
  severity: 'warning',
  says: 'A check right after a message, asked once and at once.',
  saysZh: '消息刚发出就立即检查，且只检查一次。',
  why: 'Nobody has read the message yet. The check reads the numbers of before and answers for a message that had no chance.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: account.champion } }
  - { id: look, check: { expect: activation_rate >= 50% } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: account.champion } }
  - { id: look, check: { expect: activation_rate >= 50%, every: 7d, up_to: 21d } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  check: (context) => {
    for (const path of pathsOf(context.playbook) ?? []) {
      for (const [index, { step, at }] of path.entries()) {
        if (step.verb !== 'check' || step.every || step.upTo || metricsOf(step.expect.condition, context).length === 0) continue;
        const before = path.slice(0, index);
        const pause = before.findLastIndex((stop) => ['task', 'check', 'ask', 'wait_for', 'playbook'].includes(stop.step.verb));
        const send = before.slice(pause + 1).findLast((stop) => stop.at === at && writesToCustomer(stop.step));
        if (!send) continue;
        const message = `${step.id.value} asks in the minute in which ${send.step.id.value} goes out: nobody had time to act`;
        return [{ span: step.span, message, suggestion: 'put a wait: before it, or write every: 7d, up_to: 21d' }];
      }
    }
    return [];
  },
};
