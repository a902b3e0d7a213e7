import type { RunArm } from '../model/run.js';
import type { Instant } from '../model/time.js';
import { newcombe } from './intervals.js';
import type { Interval } from './intervals.js';
import { rateOf } from './rate.js';
import type { Rate } from './rate.js';
import type { OutcomeVerdict } from './run-verdict.js';

/** Measured accounts that each arm needs before a difference is shown. */
export const LEAST_PER_ARM = 20;

export interface MeasuredRun {
  readonly account: string;
  readonly arm: RunArm;
  readonly startedAt: Instant;
  readonly verdict: OutcomeVerdict;
}

/** One arm, claim O. Everyone assigned counts, whether or not the steps were done. */
export interface ArmOutcome {
  readonly assigned: number;
  /** Met the objective / measured (met or not met). */
  readonly met: Rate;
  readonly unknown: number;
  readonly pending: number;
}

export interface ArmComparison {
  readonly treatment: ArmOutcome;
  readonly holdout: ArmOutcome;
  /** Claim P: treatment minus holdout with Newcombe's interval; null while either arm is too small. */
  readonly difference: {
    readonly value: number;
    readonly interval: Interval;
    readonly reading: 'higher' | 'lower' | 'cannot tell';
  } | null;
  /** Why there is no difference, or what it means. */
  readonly note: string;
}

/**
 * Treatment against holdout on the same clock. The unit is the account: of several runs its first one counts, because
 * later ones are not independent of it.
 */
export function compareArms(runs: readonly MeasuredRun[]): ArmComparison {
  const first = firstRuns(runs);
  const treatment = armOutcome(first, 'treatment');
  const holdout = armOutcome(first, 'holdout');
  const arms = { treatment, holdout };
  if (holdout.assigned === 0) return { ...arms, difference: null, note: 'no control group: observed, not proven' };
  if (treatment.met.of < LEAST_PER_ARM || holdout.met.of < LEAST_PER_ARM) {
    const sizes = `n=${treatment.met.of} and ${holdout.met.of}; ${LEAST_PER_ARM} measured accounts needed in each arm`;
    return { ...arms, difference: null, note: `too few to compare (${sizes})` };
  }
  const interval = newcombe(treatment.met.count, treatment.met.of, holdout.met.count, holdout.met.of);
  if (interval === null) return { ...arms, difference: null, note: 'too few to compare' };
  const value = treatment.met.count / treatment.met.of - holdout.met.count / holdout.met.of;
  const reading = interval[0] > 0 ? 'higher' : interval[1] < 0 ? 'lower' : 'cannot tell';
  const note =
    reading === 'cannot tell'
      ? 'the interval holds 0: cannot tell, which is not "no effect"'
      : 'accounts were assigned at random and counted as assigned; valid for one look at a date set in advance';
  return { ...arms, difference: { value, interval, reading }, note: `${note}${leftOut(treatment, holdout)}` };
}

/** Whoever was assigned and has no answer weakens the claim: that is said beside it. */
function leftOut(...arms: readonly ArmOutcome[]): string {
  const unknown = arms.reduce((sum, arm) => sum + arm.unknown, 0);
  const pending = arms.reduce((sum, arm) => sum + arm.pending, 0);
  return unknown + pending === 0 ? '' : `; ${unknown} unknown and ${pending} pending accounts are left out`;
}

function firstRuns(runs: readonly MeasuredRun[]): MeasuredRun[] {
  const first = new Map<string, MeasuredRun>();
  for (const run of runs) {
    const known = first.get(run.account);
    if (known === undefined || run.startedAt < known.startedAt) first.set(run.account, run);
  }
  return [...first.values()];
}

function armOutcome(runs: readonly MeasuredRun[], arm: RunArm): ArmOutcome {
  const mine = runs.filter((run) => run.arm === arm);
  const count = (verdict: OutcomeVerdict) => mine.filter((run) => run.verdict === verdict).length;
  const met = count('met');
  return {
    assigned: mine.length,
    met: rateOf(met, met + count('not_met')),
    unknown: count('unknown'),
    pending: count('pending'),
  };
}
