import { describe, expect, test } from '@jest/globals';
import { taskAssignee } from './task-assignee.js';

const PEOPLE: Readonly<Record<string, readonly { kind: 'member' | 'contact'; id: string }[]>> = {
  'account.csm': [{ kind: 'member', id: 'anna' }],
  'account.manager': [{ kind: 'member', id: 'maria' }],
  'account.champion': [{ kind: 'contact', id: 'carl' }],
};

/** Answers from a list without some recipients, and keeps who was asked for. */
function people(...absent: readonly string[]) {
  const asked: string[] = [];
  const whoIs = (recipient: string) => {
    asked.push(recipient);
    return Promise.resolve(absent.includes(recipient) ? [] : (PEOPLE[recipient] ?? []));
  };
  return { asked, whoIs };
}

describe('who gets a task', () => {
  const step = { assign: 'account.csm', elseAssign: 'account.manager' };

  test('whom it is assigned to; nobody else is looked for', async () => {
    const { asked, whoIs } = people();
    expect(await taskAssignee(step, whoIs, 'anna')).toBe('anna');
    expect(asked).toEqual(['account.csm']);
  });

  test('whom else_assign names when that is nobody', async () => {
    const { asked, whoIs } = people('account.csm');
    expect(await taskAssignee(step, whoIs, null)).toBe('maria');
    expect(asked).toEqual(['account.csm', 'account.manager']);
  });

  test('the account’s CSM when both are nobody, and without else_assign', async () => {
    expect(await taskAssignee(step, people('account.csm', 'account.manager').whoIs, 'anna')).toBe('anna');
    expect(await taskAssignee({ assign: 'account.manager' }, people('account.manager').whoIs, 'anna')).toBe('anna');
  });

  test('nobody when there is nobody', async () => {
    expect(await taskAssignee(step, people('account.csm', 'account.manager').whoIs, null)).toBeNull();
  });

  test('never somebody at the customer', async () => {
    const odd = { assign: 'account.champion', elseAssign: 'account.manager' };
    expect(await taskAssignee(odd, people().whoIs, null)).toBe('maria');
  });
});
