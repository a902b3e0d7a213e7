import { decisionList, mostTellingRun, type DecisionListItem } from '../../../prisma/read-models/decision-list.js';
import { runRecord, type RunRecord } from '../../../prisma/read-models/run-record.js';
import type { CaughtMessage } from '../local-stack/mail-catcher/mail-store.js';
import type { StackHandle } from '../local-stack/stack.js';
import type { ReplayPeriod } from '../replay/replay-period.js';

/** What the demo shows besides the manager's summary. */
export interface DemoFindings {
  readonly decisions: readonly DecisionListItem[];
  /** Read back from the mail catcher, not from our own tables. */
  readonly mail: readonly CaughtMessage[];
  /** Null when no run was finished in the time. */
  readonly run: RunRecord | null;
}

export async function collectDemo(stack: StackHandle, period: ReplayPeriod): Promise<DemoFindings> {
  const [decisions, mail, telling] = await Promise.all([
    decisionList(stack.db, period),
    stack.readMessages(),
    mostTellingRun(stack.db),
  ]);
  return { decisions, mail, run: telling === null ? null : await runRecord(stack.db, telling) };
}
