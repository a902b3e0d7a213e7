import type { Evaluation } from '../model/fact.js';
import type { RunResult } from '../model/run.js';
import type { Draft } from './draft.js';

export const VERIFY = 'verify';

const UNANSWERED: Evaluation = { value: null, facts: [] };

/** Ends a run; nothing happens to it after that. */
export function finish(draft: Draft, result: RunResult): void {
  draft.update({ status: 'finished', result });
  draft.record({ type: 'run_finished', result });
  draft.command({ type: 'finish', result });
}

/** After the last step or an exit: the objectives are measured `verify.after` later, or the run ends at once. */
export function beginVerification(draft: Draft): void {
  const { verify } = draft.plan;
  if (!verify || verify.objective.length === 0) {
    finish(draft, draft.state.exit?.as ?? 'completed');
    return;
  }
  draft.update({ status: 'verifying' });
  draft.setTimer(VERIFY, draft.later(verify.after));
}

/** Asks for all objectives at the instant they are due. */
export function askObjectives(draft: Draft): void {
  draft.command({
    type: 'evaluate',
    request: VERIFY,
    at: draft.at,
    conditions: (draft.plan.verify?.objective ?? []).map(({ expect }) => expect),
    outcomes: draft.state.outcomes,
    startedAt: draft.state.startedAt,
  });
}

/** Judges the run: an exit's own word wins, else the primary objective, observed at this instant. */
export function judge(draft: Draft, results: readonly Evaluation[]): void {
  const objectives = draft.plan.verify?.objective ?? [];
  const decisive = Math.max(
    0,
    objectives.findIndex(({ primary }) => primary),
  );
  for (const [index, { id, primary, expect }] of objectives.entries()) {
    const { value, facts } = results[index] ?? UNANSWERED;
    draft.record({ type: 'verified', objective: id, primary, condition: expect.text, value, facts });
  }
  const met = (results[decisive] ?? UNANSWERED).value;
  const observed = met === null ? 'unknown' : met ? 'success' : 'not_met';
  finish(draft, draft.state.exit?.as ?? observed);
}
