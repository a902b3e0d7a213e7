import { isCustomer } from '../audience.js';
import { pathsOf } from '../paths.js';
import type { Rule } from '../rule.js';

/** Two mails in one minute are one mail too many. */
export const sendsInARow: Rule = {
  code: 'sends-in-a-row',
  family: 'practice',
  severity: 'warning',
  says: 'Two e-mails to the same person with nothing in between.',
  saysZh: '给同一个人连发两封邮件，中间没有间隔。',
  why: 'They arrive in the same minute. The second one hides the first, and both look like a machine.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: account.champion } }
  - { id: tips, email: { template: tips, to: account.champion } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
    'adoption/emails/tips.en.hbs': `subject: Three tips
--- text
Try these.
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: account.champion } }
  - { id: pause, wait: 3bd }
  - { id: tips, email: { template: tips, to: account.champion } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
    'adoption/emails/tips.en.hbs': `subject: Three tips
--- text
Try these.
`,
  },
  check: ({ playbook }) => {
    for (const path of pathsOf(playbook) ?? []) {
      for (const [index, { step, at }] of path.entries()) {
        if (step.verb !== 'email' || !isCustomer(step.to.value) || step.when) continue;
        // Anything that may take time parts the two: an answer, a task, a check.
        const rest = path.slice(index + 1);
        const pause = rest.findIndex(
          (stop) => stop.at > at || ['task', 'check', 'ask', 'wait', 'wait_for', 'playbook'].includes(stop.step.verb),
        );
        const together = pause < 0 ? rest : rest.slice(0, pause);
        const next = together.find(
          (stop) => stop.step.verb === 'email' && stop.step.to.value === step.to.value && !stop.step.when,
        );
        if (!next) continue;
        const message = `${step.id.value} and ${next.step.id.value} reach ${step.to.value} in the same minute`;
        return [{ span: next.step.span, message, suggestion: 'put a wait: between them, or make them one' }];
      }
    }
    return [];
  },
};
