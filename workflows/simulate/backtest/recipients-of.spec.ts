import { describe, expect, test } from '@jest/globals';
import { historyAccount } from '../../../test/support/history-builder.js';
import { assigneeOf, isGroupOf, recipientsOf } from './recipients-of.js';

const DAY = 86_400_000;
const AT = Date.UTC(2026, 2, 20);
const contact = (id: string, role: string, hasMail = true, seen: readonly number[] = []) => ({
  ...{ kind: 'contact' as const, id, role, hasMail, seen },
});
const account = historyAccount('acme', () => 50, {
  contacts: [
    contact('a', 'champion', false),
    contact('b', 'champion'),
    contact('c', 'end_user', true, [AT - 13 * DAY]),
    contact('d', 'end_user', true, [AT - 15 * DAY, AT + DAY]),
  ],
});
const ids = (recipient: string): string[] => recipientsOf(account, recipient, AT).map(({ id }) => id);

describe('who a recipient is', () => {
  test('a role is one person, one with an address first', () => {
    expect(ids('account.champion')).toEqual(['b']);
    expect(ids('account.billing')).toEqual([]);
  });

  test('active is who used the product in the fourteen days before, not after', () => {
    expect(ids('active_users')).toEqual(['c']);
    expect(ids('inactive_users')).toEqual(['a', 'b', 'd']);
    expect(ids('all_users')).toEqual(['a', 'b', 'c', 'd']);
    expect([isGroupOf('active_users'), isGroupOf('account.champion')]).toEqual([true, false]);
  });

  test('a task goes to whom it names, else to the second choice, else to the CSM, else to nobody', () => {
    const task = (assign: string, elseAssign?: string) => ({ assign, ...(elseAssign === undefined ? {} : { elseAssign }) });
    expect(assigneeOf(account, task('account.manager'), AT)).toBe('maria');
    expect(assigneeOf({ ...account, manager: null }, task('account.manager', 'account.csm'), AT)).toBe('anna');
    expect(assigneeOf({ ...account, manager: null }, task('account.manager'), AT)).toBe('anna');
    expect(assigneeOf({ ...account, manager: null, csm: null }, task('account.manager'), AT)).toBeNull();
    // A customer is given no task of ours.
    expect(assigneeOf(account, task('account.champion'), AT)).toBe('anna');
  });
});
