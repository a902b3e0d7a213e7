import type { RecipientRow } from '../../../prisma/read-models/message-recipients.js';
import type { Recipient, TaskStep } from '../../../workflows/model/plan.js';

/**
 * Id of the member of our side who gets a task: `assign`, else `else_assign`, else the account's CSM. Null = none of
 * them is anybody; the task then shows in the list without an assignee.
 * @param whoIs the people a recipient stands for
 */
export async function taskAssignee(
  { assign, elseAssign }: Pick<TaskStep, 'assign' | 'elseAssign'>,
  whoIs: (recipient: Recipient) => Promise<readonly Pick<RecipientRow, 'kind' | 'id'>[]>,
  csm: string | null,
): Promise<string | null> {
  for (const recipient of elseAssign === undefined ? [assign] : [assign, elseAssign]) {
    const [person] = await whoIs(recipient);
    if (person?.kind === 'member') return person.id;
  }
  return csm;
}
