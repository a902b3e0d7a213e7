import type { RecordInput, TaskCommand } from '../../../workflows/durable/activities.js';
import type { TraceEntry } from '../../../workflows/model/run.js';
import { accountPeople } from '../../../prisma/read-models/account-people.js';
import { catalogueInForce } from '../../../prisma/read-models/catalogue-in-force.js';
import { messageRecipients } from '../../../prisma/read-models/message-recipients.js';
import type { TaskChange } from '../../../prisma/stores/change-tasks.js';
import { appendTrace, findRun } from '../../../prisma/stores/run-store.js';
import type { RunRow } from '../../../prisma/stores/run-store.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import { failureText } from './failure-text.js';
import { fallbackTask } from './open-fallback.js';

/**
 * Writes what a run has to say into the flight record, together with what becomes of its tasks and messages. Idempotent.
 * @param orderedAt machine time at which the run ordered it, the same for every try
 */
export async function record(
  deps: Pick<ActivityDependencies, 'db'>,
  input: RecordInput,
  orderedAt: number | null = null,
): Promise<void> {
  const changes = new Changes(deps, input);
  for (const task of input.tasks) await changes.add(task);
  await appendTrace(deps.db, input.runId, input.entries, changes.list, orderedAt);
}

/** Fills in what commands leave open: who somebody is, and what a task says. */
class Changes {
  readonly list: TaskChange[] = [];
  private run: RunRow | null | undefined;

  constructor(
    private readonly deps: Pick<ActivityDependencies, 'db'>,
    private readonly input: RecordInput,
  ) {}

  async add(command: TaskCommand): Promise<void> {
    switch (command.type) {
      case 'close_task':
        this.list.push({ type: 'close', key: command.key, reason: command.reason, at: command.at });
        return;
      case 'move_task':
        this.list.push({ type: 'move', key: command.key, expires: command.expires });
        return;
      case 'assign_tasks':
        this.list.push({ type: 'assign', memberId: command.to });
        return;
      case 'recall_messages':
        this.list.push({ type: 'recall', reason: command.reason, at: command.at });
        return;
      case 'escalate_task':
        return this.escalate(command);
      case 'open_fallback':
        return this.openFallback(command);
      case 'close_question':
        // No channel of this release puts questions, so there is none to take back.
        return;
    }
  }

  private async escalate({ key, to, at }: Extract<TaskCommand, { type: 'escalate_task' }>): Promise<void> {
    const run = await this.find();
    const who = run && { accountId: run.accountId, recipient: to, at, csm: this.csm(run) };
    const [person] = who ? await messageRecipients(this.deps.db, who) : [];
    this.list.push({ type: 'escalate', key, memberId: person?.kind === 'member' ? person.id : null });
  }

  private async openFallback({ key, step, reason, at }: Extract<TaskCommand, { type: 'open_fallback' }>): Promise<void> {
    const run = await this.find();
    if (!run) return;
    const { db } = this.deps;
    const [people, catalogue] = await Promise.all([accountPeople(db, run.accountId, this.csm(run)), catalogueInForce(db)]);
    const because = failureText(this.input.entries, step, reason);
    const unreached = { runId: run.id, key, step, account: run.accountId, at, because };
    this.list.push({ type: 'open', draft: fallbackTask(unreached, people, catalogue?.calendars) });
  }

  /** The member whom the run was handed to, maybe by one of the lines that are being written. */
  private csm(run: RunRow): string | undefined {
    const handed = this.input.entries.findLast((entry): entry is HandedOver => entry.type === 'run_handed_over');
    return handed?.to ?? run.handedTo ?? undefined;
  }

  private async find(): Promise<RunRow | null> {
    if (this.run === undefined) this.run = await findRun(this.deps.db, this.input.runId);
    return this.run;
  }
}

type HandedOver = Extract<TraceEntry, { type: 'run_handed_over' }>;
