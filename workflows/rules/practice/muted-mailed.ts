import { namesOf } from '../../condition/walk-condition.js';
import { writesToCustomer } from '../audience.js';
import { stepConditions } from '../conditions-of.js';
import type { Rule } from '../rule.js';

/** Nobody wants a muted account to be written to, and nothing but the playbook keeps it out. */
export const mutedMailed: Rule = {
  code: 'muted-mailed',
  family: 'practice',
  severity: 'warning',
  says: 'Customers are written to, and muted accounts are not kept out.',
  saysZh: '会给客户发消息，却没有排除设为免打扰的客户。',
  why: 'Somebody muted the account for a reason, most often a complaint or a negotiation. A mail that arrives all the same is remembered.',
  wrong: {
    'adoption/sample.playbook.yaml': `enroll: { holdout: 10% }
steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `enroll: { never: [account.muted], holdout: 10% }
steps:
  - id: hello
    email: { template: hello, to: account.champion }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  check: ({ playbook, steps }) => {
    const { start, enroll } = playbook;
    // Who starts by hand knows the account, and what belongs to the contract itself is not unasked for.
    if (start.kind === 'manual' || (start.kind === 'at_date' && start.anchor !== 'lifecycle.since')) return [];
    const gates = [...enroll.only, ...enroll.never, ...steps.flatMap(stepConditions)];
    const triggers = start.when?.of ?? [];
    if ([...gates, ...triggers].some(({ condition }) => namesOf(condition).includes('account.muted'))) return [];
    const first = steps.find(writesToCustomer);
    if (!first) return [];
    const message = `${first.id.value} writes to the customer, also when the account is muted`;
    return [{ span: first.span, message, suggestion: 'write enroll: never: [account.muted]' }];
  },
};
