import type { Database } from '../../../prisma/database.js';
import { memberExists } from '../../../prisma/read-models/member-exists.js';
import { taskById } from '../../../prisma/read-models/task-list.js';
import { closeTask } from '../../../prisma/stores/task-store.js';
import type { CloseTaskResult } from '../../../prisma/stores/task-store.js';
import type { Instant } from '../../../workflows/model/time.js';
import { found, notFound, Problem } from '../problems/problem.js';
import type { CloseTaskBody, ClosedTaskDto } from './task-dto.js';

const LIST = '`GET /v1/tasks` lists the tasks.';

/** Closes a task; a refusal of the domain becomes a problem that says why. */
export async function closeTaskOrRefuse(db: Database, id: string, body: CloseTaskBody, at: Instant): Promise<ClosedTaskDto> {
  if (!(await memberExists(db, body.by))) {
    throw new Problem(422, 'no-such-member', `There is no member \`${body.by}\` who could close it.`, "Give a member's id.", {
      place: 'body.by',
    });
  }
  const { outcome, note, evidence, by } = body;
  const result = await closeTask(db, {
    taskId: id,
    outcome,
    by,
    at,
    ...(note === undefined ? {} : { note }),
    ...(evidence === undefined ? {} : { evidence }),
  });
  if (result.status !== 'ok') throw refusal(id, body, result);
  return { task: found(await taskById(db, id, at), 'task', id, LIST), repeated: result.repeated };
}

function refusal(id: string, body: CloseTaskBody, result: Exclude<CloseTaskResult, { status: 'ok' }>): Problem {
  switch (result.status) {
    case 'not_found':
      return notFound('task', id, LIST);
    case 'already_closed': {
      const how = result.outcome !== null ? `with the outcome \`${result.outcome}\`` : `because of ${result.reason ?? 'its run'}`;
      const cause = `The task was closed before ${how}${result.by === null ? '' : ` by ${result.by}`}.`;
      return new Problem(409, 'task-already-closed', cause, 'Nothing is left to do; a closed task stays as it is.');
    }
    case 'undeclared_outcome': {
      const cause = `\`${body.outcome}\` is not an outcome of this task.`;
      return new Problem(422, 'undeclared-outcome', cause, `Give one of: ${result.declared.join(', ')}.`, {
        place: 'body.outcome',
      });
    }
    case 'note_too_short': {
      const cause = `The playbook asks for a note of at least ${result.needs} characters; this one has ${result.has}.`;
      return new Problem(422, 'note-too-short', cause, 'Say in the note what was found and agreed.', { place: 'body.note' });
    }
  }
}
