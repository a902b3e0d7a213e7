import { evaluateCondition } from '../condition/evaluate-condition.js';
import { addDuration, localTime } from '../model/calendar.js';
import type { NamedCondition } from '../model/condition.js';
import type { EnrollmentDecision, EnrollmentHistory, NamedEvaluation, SkipReason } from '../model/decision.js';
import { isWinBack } from '../model/is-win-back.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Duration, Instant } from '../model/time.js';
import type { Plan } from '../model/plan.js';
import { holdoutArm } from './holdout-arm.js';

export interface EnrollmentQuestion {
  readonly plan: Plan;
  readonly account: string;
  readonly context: EvaluationContext;
  readonly history: EnrollmentHistory;
  /** Enrollments of this playbook, over the whole book, in the period of `at_most` that contains `at`. */
  readonly usedInPeriod: number;
  readonly at: Instant;
}

/**
 * Decides what becomes of an account that met a trigger. Asked in this order, the first "no" is the one reason:
 * retired, churned, already running, once only or cool-down, `never`, `only`, `at_most`; then the holdout arm.
 * A condition that cannot be answered never enrolls. Churned accounts enter nothing but what their leaving starts.
 */
export function decideEnrollment(question: EnrollmentQuestion): EnrollmentDecision {
  const { plan, context, history, at } = question;
  const evaluations: NamedEvaluation[] = [];
  const skip = (reason: SkipReason, detail: string): EnrollmentDecision => ({ decision: 'skip', reason, detail, evaluations });

  if (history.retired !== undefined) return skip('playbook_retired', history.retired);
  if (!isWinBack(plan.start) && context.read('account.status', at).value === 'churned')
    return skip('account_churned', 'account.status is "churned"');
  if (history.running !== null) return skip('already_running', `${history.running} has not finished`);
  const again = tooSoon(plan.enroll.againAfter, history, context, at);
  if (again !== null) return skip(again.reason, again.detail);

  const ask = (conditions: readonly NamedCondition[]): NamedEvaluation[] => {
    const answers = conditions.map(({ text, condition }) => ({ text, ...evaluateCondition(condition, context) }));
    evaluations.push(...answers);
    return answers;
  };
  const never = ask(plan.enroll.never);
  const suppressing = never.find(({ value }) => value === true);
  if (suppressing) return skip('suppressed', `never: ${suppressing.text}`);
  const unclear = never.find(({ value }) => value === null);
  if (unclear) return skip('unknown', `never: ${unclear.text}${missing(unclear)}`);
  const only = ask(plan.enroll.only);
  const refusing = only.find(({ value }) => value === false);
  if (refusing) return skip('not_eligible', `only: ${refusing.text}`);
  const doubtful = only.find(({ value }) => value === null);
  if (doubtful) return skip('unknown', `only: ${doubtful.text}${missing(doubtful)}`);

  const cap = plan.enroll.atMost;
  if (cap !== null && question.usedInPeriod >= cap.count) {
    return skip('cap_reached', `at_most: ${cap.count} per ${cap.per}, ${question.usedInPeriod} enrolled`);
  }
  return { decision: 'enroll', arm: holdoutArm(plan.playbook, question.account, plan.enroll.holdout), evaluations };
}

function tooSoon(
  againAfter: Duration | null,
  history: EnrollmentHistory,
  context: EvaluationContext,
  at: Instant,
): { reason: 'once_only' | 'cool_down'; detail: string } | null {
  if (!history.everEnrolled) return null;
  if (againAfter === null) return { reason: 'once_only', detail: 'enrolled before, and the playbook has no again_after' };
  if (history.lastEndedAt === null) return null;
  const until = addDuration(context.calendar, history.lastEndedAt, againAfter);
  if (at >= until) return null;
  const written = `${againAfter.amount}${againAfter.unit}`;
  const text = (instant: Instant): string => localTime(context.calendar, instant);
  return {
    reason: 'cool_down',
    detail: `again_after: ${written}, last run ended ${text(history.lastEndedAt)}, next possible ${text(until)} ${context.calendar.zone}`,
  };
}

/** Names what kept a condition from being answered. */
function missing(evaluation: NamedEvaluation): string {
  const names = evaluation.facts.filter(({ value }) => value === null).map(({ name }) => name);
  return names.length === 0 ? ' (unknown)' : ` (unknown: ${[...new Set(names)].join(', ')})`;
}
