import { namesOf } from '../../condition/walk-condition.js';
import { writesToCustomer } from '../audience.js';
import { stepConditions } from '../conditions-of.js';
import { pathsOf, timetableOf } from '../paths.js';
import type { Rule } from '../rule.js';

const WEEK = 7 * 86_400_000;

/** Churned accounts do not enter, but one that leaves while its run goes on is only stopped by an exit. */
export const mailsAfterChurn: Rule = {
  code: 'mails-after-churn',
  family: 'practice',
  severity: 'warning',
  says: 'Customers are written to for weeks, and no exit ends it when they churn.',
  saysZh: '流程会持续数周给客户发消息，却没有在客户流失时退出。',
  why: 'Nothing looks as careless as a friendly tip to somebody who gave notice last week.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: account.champion } }
  - { id: pause, wait: 14d }
  - { id: again, email: { template: hello, to: account.champion } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - { id: hello, email: { template: hello, to: account.champion } }
  - { id: pause, wait: 14d }
  - { id: again, email: { template: hello, to: account.champion } }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  check: ({ playbook, steps }) => {
    const { start, exits } = playbook;
    // A win-back is for those who left.
    if (start.kind === 'manual' || (start.kind === 'event' && start.event.value === 'account_churned')) return [];
    const asks = (names: readonly string[]): boolean => names.includes('account.status') || names.includes('contract.renewal');
    if (exits.some(({ when, event }) => (when && asks(namesOf(when.condition))) || event?.value === 'account_churned')) return [];
    if (steps.flatMap(stepConditions).some(({ condition }) => asks(namesOf(condition)))) return [];
    const { reached } = timetableOf(playbook);
    const late = steps.find((step) => writesToCustomer(step) && (reached.get(step)?.shortest ?? 0) >= WEEK);
    if (!late || !pathsOf(playbook)) return [];
    const message = `${late.id.value} is sent weeks after the start, also to a customer who has left meanwhile`;
    const suggestion = 'add the exit { id: churned, when: account.status is "churned", as: lost }';
    return [{ span: late.span, message, suggestion }];
  },
};
