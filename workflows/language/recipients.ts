import type { Advice } from '../model/diagnostic.js';
import { nearestAdvice } from '../model/did-you-mean.js';
import type { Located } from '../model/playbook.js';
import { textOf } from './scalars.js';
import { CONTACT_GROUPS, CONTACT_ROLES, MEMBER_ROLES } from './template-paths.js';
import { located, report, type Value } from './value.js';

const contacts = CONTACT_ROLES.map((role) => `account.${role}`);
const members = MEMBER_ROLES.map((role) => `account.${role}`);

/** Whom each kind of step can reach. */
export const RECIPIENTS = {
  /** An e-mail: contacts, groups of them, and our own people. */
  email: [...contacts, ...CONTACT_GROUPS, ...members],
  copy: [...contacts, ...members],
  /** A question goes to one person. */
  ask: [...contacts, ...members],
  /** The in-app inbox belongs to contacts only. */
  in_app: [...contacts, ...CONTACT_GROUPS],
  /** Tasks are for our own people. */
  task: members,
} as const satisfies Record<string, readonly string[]>;

export type RecipientUse = keyof typeof RECIPIENTS;

/** An advice about a role as one about the whole path. */
function ofAccount(advice: string | Advice | undefined): string | Advice | undefined {
  const whole = (text: string): string => text.replace(/"(.*)"/, '"account.$1"');
  if (typeof advice !== 'object') return advice && whole(advice);
  return { says: whole(advice.says), write: `account.${advice.write}` };
}

/** A recipient that this kind of step can reach, or null after a report. */
export function recipientOf(value: Value, use: RecipientUse): Located<string> | null {
  const text = textOf(value);
  if (text === null) return null;
  const allowed: readonly string[] = RECIPIENTS[use];
  if (allowed.includes(text)) return located(value, text);
  if (text.includes('@'))
    return report(value, 'invalid-recipient', 'a playbook names roles, not addresses', `write e.g. ${allowed[0]}`);
  const roles = allowed.filter((one) => one.startsWith('account.')).map((one) => one.slice('account.'.length));
  const elsewhere = RECIPIENTS.email.some((one) => one === text);
  const message = elsewhere
    ? `${text} cannot be reached by ${use === 'copy' ? 'cc' : use === 'task' ? 'a task' : use}`
    : `"${text}" is nobody a step can reach`;
  // The role alone is compared: "account." in common would make any three letters look near.
  const dotted = text.startsWith('account.');
  const role = dotted ? nearestAdvice(text.slice('account.'.length), roles) : undefined;
  const near = elsewhere ? undefined : dotted ? ofAccount(role) : nearestAdvice(text, allowed);
  const short = allowed.find((one) => one === `account.${text}`);
  return report(
    value,
    'invalid-recipient',
    message,
    short ? { says: `write ${short}`, write: short } : (near ?? `possible: ${allowed.join(', ')}`),
  );
}
