import type { AuthoredStep } from '../../model/playbook.js';
import { printDuration } from '../approximate-length.js';
import { isCustomer } from '../audience.js';
import type { Finding, Rule } from '../rule.js';

function judge(steps: readonly AuthoredStep[]): readonly Finding[] {
  return steps.flatMap((step, index): readonly Finding[] => {
    if (step.verb === 'branch') return [...step.arms.flatMap((arm) => judge(arm.steps)), ...judge(step.otherwise)];
    if (step.verb === 'parallel') return step.lanes.flatMap((lane) => judge(lane.steps));
    const next = steps[index + 1];
    if (step.verb !== 'wait' || step.until || step.duration.parameter !== undefined) return [];
    if (next?.verb !== 'email' || !isCustomer(next.to.value)) return [];
    const { amount, unit } = step.duration.value;
    // Whole weeks keep the day of the week; of longer spans nobody expects one.
    if (unit !== 'd' || amount >= 7) return [];
    const message = `${printDuration(step.duration.value)} after a working day may be a Sunday: then ${next.id.value} waits in the inbox below all the others`;
    return [{ span: step.duration.span, message, suggestion: `write ${amount}bd, which counts working days` }];
  });
}

/** A mail on a Sunday is read on Monday, below all the others. */
export const waitIntoWeekend: Rule = {
  code: 'wait-into-weekend',
  family: 'practice',
  severity: 'warning',
  says: 'A few days of waiting before an e-mail, counted in calendar days.',
  saysZh: '发邮件前按自然日等待几天，可能落在周末。',
  why: 'Three days after a Thursday is a Sunday. A mail to a business customer is read when it arrives on a working day.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: pause, wait: 3d }
  - { id: hello, email: { template: hello, to: account.champion } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: pause, wait: 3bd }
  - { id: hello, email: { template: hello, to: account.champion } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  check: ({ playbook }) => judge(playbook.steps),
};
