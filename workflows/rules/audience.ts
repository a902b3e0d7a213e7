import type { AuthoredStep, Located } from '../model/playbook.js';

const OUR_PEOPLE: readonly string[] = ['account.csm', 'account.manager'];
const CONTACT_ROLES: readonly string[] = ['account.champion', 'account.decision_maker', 'account.admin', 'account.key_user'];

/** Whether somebody at the customer is meant, not one of our own people. */
export function isCustomer(recipient: string): boolean {
  return !OUR_PEOPLE.includes(recipient);
}

/** Whether it is a role that nobody at the account may have. */
export function isContactRole(recipient: string): boolean {
  return CONTACT_ROLES.includes(recipient);
}

/** Whom a step writes to; null = it writes to nobody. Tasks go to our own people and are no message. */
export function writtenTo(step: AuthoredStep): Located<string> | null {
  return step.verb === 'email' || step.verb === 'in_app' || step.verb === 'ask' ? step.to : null;
}

/** Whether a step writes to the customer. */
export function writesToCustomer(step: AuthoredStep): boolean {
  const to = writtenTo(step);
  return to !== null && isCustomer(to.value);
}

/** Whether a step does something that somebody notices: a message or a task. */
export function touches(step: AuthoredStep): boolean {
  return step.verb === 'task' || step.verb === 'email' || step.verb === 'in_app' || step.verb === 'ask';
}
