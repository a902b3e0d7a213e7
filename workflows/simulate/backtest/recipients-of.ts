import type { Recipient, TaskStep } from '../../model/plan.js';
import type { Instant } from '../../model/time.js';
import type { HistoryAccount, HistoryContact, HistoryPerson } from './history.js';

const DAY = 86_400_000;
/** A user without an event in this many days is inactive. */
const ACTIVE_DAYS = 14;
/** Most people one step may reach. */
const GROUP_LIMIT = 5_000;
const GROUPS: readonly Recipient[] = ['active_users', 'inactive_users', 'all_users'];

/** True for recipients that stand for many people: that they are nobody today is an answer, not a fault. */
export function isGroupOf(recipient: Recipient): boolean {
  return GROUPS.includes(recipient);
}

/** Who a recipient is as of an instant, by the rules that messages are sent by. */
export function recipientsOf(account: HistoryAccount, recipient: Recipient, at: Instant): readonly HistoryPerson[] {
  if (recipient === 'all_users') return account.contacts.slice(0, GROUP_LIMIT);
  if (isGroupOf(recipient)) {
    const wanted = recipient === 'active_users';
    return account.contacts.filter((contact) => wasActive(contact, at) === wanted).slice(0, GROUP_LIMIT);
  }
  const role = recipient.replace(/^account\./, '');
  if (role === 'csm' || role === 'manager') {
    const member = account[role];
    return member ? [member] : [];
  }
  const holders = account.contacts.filter((contact) => contact.role === role);
  const [first] = holders;
  const person = holders.find(({ hasMail }) => hasMail) ?? first;
  return person ? [person] : [];
}

function wasActive({ seen }: HistoryContact, at: Instant): boolean {
  return seen.some((when) => when > at - ACTIVE_DAYS * DAY && when <= at);
}

/** Id of the member who gets a task: `assign`, else `else_assign`, else the account's CSM; null = none of them is anybody. */
export function assigneeOf(
  account: HistoryAccount,
  { assign, elseAssign }: Pick<TaskStep, 'assign' | 'elseAssign'>,
  at: Instant,
): string | null {
  for (const recipient of elseAssign === undefined ? [assign] : [assign, elseAssign]) {
    const [person] = recipientsOf(account, recipient, at);
    if (person?.kind === 'member') return person.id;
  }
  return account.csm?.id ?? null;
}
