import type { Plan, PlanStep } from '../model/plan.js';
import type { TraceEntry } from '../model/run.js';

/** A way that a run of a playbook can take and that one of its tests ought to show. */
export interface WayOut {
  /** `branch by_call otherwise`: unique in the playbook. */
  readonly id: string;
  /** In words an author finds again in the file. */
  readonly text: string;
}

export interface PlaybookCoverage {
  readonly playbook: string;
  readonly covered: number;
  readonly total: number;
  /** Ways that no test takes, in the order they are written. */
  readonly untested: readonly string[];
}

/** Outcomes that a step has without anybody saying so, by verb. */
const OUTCOMES: Readonly<Partial<Record<PlanStep['verb'], readonly string[]>>> = {
  task: ['expired'],
  ask: ['no_answer'],
  wait_for: ['happened', 'ran_out'],
  check: ['met', 'not_met'],
};

const idOf = {
  arm: (step: string, arm: number | 'otherwise') => `arm ${step} ${arm}`,
  exit: (exit: string) => `exit ${exit}`,
  when: (step: string, done: boolean) => `when ${step} ${done}`,
  outcome: (step: string, outcome: string) => `outcome ${step} ${outcome}`,
  failed: (step: string) => `failed ${step}`,
};

function waysOfStep(step: PlanStep): WayOut[] {
  const { id, when, ifItFails } = step;
  const ways: WayOut[] = [];
  if (when) {
    ways.push({ id: idOf.when(id, true), text: `${id}: done, ${when.text} is true` });
    ways.push({ id: idOf.when(id, false), text: `${id}: left out, ${when.text} is not true` });
  }
  if (step.verb === 'branch') {
    const arms = step.arms.map((arm, index) => ({ id: idOf.arm(id, index), text: `${id}: ${arm.when.text}` }));
    ways.push(...arms, { id: idOf.arm(id, 'otherwise'), text: `${id}: otherwise` });
  }
  for (const outcome of OUTCOMES[step.verb] ?? []) ways.push({ id: idOf.outcome(id, outcome), text: `${id}: ${outcome}` });
  if (ifItFails) ways.push({ id: idOf.failed(id), text: `${id}: fails (if_it_fails: ${ifItFails})` });
  return ways;
}

/**
 * Everything that can go one way or the other: each arm of each branch, each `when` both ways, what steps come to when
 * nobody acts, failures that the playbook has an answer for, and each exit.
 */
export function waysOf({ steps, order, exits }: Plan): readonly WayOut[] {
  return [
    ...order.flatMap((id) => {
      const step = Object.hasOwn(steps, id) ? steps[id] : undefined;
      return step ? waysOfStep(step) : [];
    }),
    ...exits.map(({ id }) => ({ id: idOf.exit(id), text: `exit ${id}` })),
  ];
}

/** Ids of the ways that one run took. */
function* taken(trace: readonly TraceEntry[]): Generator<string> {
  for (const entry of trace) {
    if (entry.type === 'branch_taken') yield idOf.arm(entry.step, entry.arm);
    else if (entry.type === 'exit_taken') yield idOf.exit(entry.exit);
    else if (entry.type === 'step_settled') {
      const { step, status, outcome, reason } = entry;
      const leftOut = status === 'skipped' && (reason === 'when_false' || reason === 'when_unknown');
      // Left out by a person or an exit, it says nothing about its condition.
      if (leftOut) yield idOf.when(step, false);
      else if (status !== 'skipped' && status !== 'cancelled') yield idOf.when(step, true);
      if (status === 'failed') yield idOf.failed(step);
      if (outcome !== null && status !== 'failed') yield idOf.outcome(step, outcome);
    }
  }
}

/** Which ways of a playbook its tests take, by the flight records of their runs. */
export function coverageOf(plan: Plan, traces: readonly (readonly TraceEntry[])[]): PlaybookCoverage {
  const ways = waysOf(plan);
  const seen = new Set(traces.flatMap((trace) => [...taken(trace)]));
  const untested = ways.filter(({ id }) => !seen.has(id)).map(({ text }) => text);
  return { playbook: plan.playbook, covered: ways.length - untested.length, total: ways.length, untested };
}
