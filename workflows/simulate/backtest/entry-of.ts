import { explainEvaluation } from '../../condition/explain-evaluation.js';
import type { ZoneCalendar } from '../../model/calendar.js';
import type { EnrollmentDecision } from '../../model/decision.js';
import type { Fact } from '../../model/fact.js';
import type { Instant } from '../../model/time.js';
import type { DecidedEpisode } from './book-sweeps.js';

/** Who would have entered, when and why. */
export interface BacktestEntry {
  readonly playbook: string;
  readonly version: number;
  readonly account: string;
  readonly at: Instant;
  /** Which episode of the account it is. */
  readonly key: string;
  /** In one sentence, why the playbook began. */
  readonly because: string;
  readonly facts: readonly Fact[];
  readonly decision: 'enroll' | 'holdout' | 'skip';
  /** Of a skip: the word and what is behind it. */
  readonly reason: string | null;
  readonly detail: string | null;
  readonly run: string | null;
}

export function entryOf(episode: DecidedEpisode, calendar: ZoneCalendar): BacktestEntry {
  const { plan, account, at, key, facts, decision, runId } = episode;
  return {
    ...{ playbook: plan.playbook, version: plan.version, account, at, key },
    ...{ because: becauseOf(episode, calendar), facts },
    decision: wordOf(decision),
    reason: decision.decision === 'skip' ? decision.reason : null,
    detail: decision.decision === 'skip' ? decision.detail : null,
    run: runId,
  };
}

function wordOf(decision: EnrollmentDecision): BacktestEntry['decision'] {
  if (decision.decision === 'skip') return 'skip';
  return decision.arm === 'holdout' ? 'holdout' : 'enroll';
}

function becauseOf({ plan, key, facts }: DecidedEpisode, calendar: ZoneCalendar): string {
  const { start } = plan;
  if (start.kind === 'becomes_true') return explainEvaluation(start.when.condition, { value: true, facts }, calendar);
  if (start.kind !== 'at_date') return key;
  const { offset, direction } = start;
  // A dated episode is named after its date: `contract.end:2014-06-26`.
  const due =
    offset.amount === 0 ? key.replace(':', ' ') : `${offset.amount}${offset.unit} ${direction} ${key.replace(':', ' ')}`;
  if (start.when === null) return due;
  return `${due}; ${explainEvaluation(start.when.condition, { value: true, facts: facts.slice(1) }, calendar)}`;
}
