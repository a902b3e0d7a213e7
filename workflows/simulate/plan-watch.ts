import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Fact } from '../model/fact.js';
import type { Plan, PlanExit, WaitForStep } from '../model/plan.js';
import type { RunState } from '../model/run.js';
import { compiledOnce } from './compiled-once.js';

export interface Sighting {
  /** Exit id, or key of the waiting step. */
  readonly of: string;
  readonly facts: readonly Fact[];
}

type Waiting = WaitForStep & { readonly condition: NonNullable<WaitForStep['condition']> };

/** What somebody outside has to look for on behalf of the runs of a plan. */
export class PlanWatch {
  private static readonly known = new WeakMap<Plan, PlanWatch>();

  private readonly exits: readonly (PlanExit & { readonly when: NonNullable<PlanExit['when']> })[];
  private readonly waits: ReadonlyMap<string, Waiting>;
  private readonly events: ReadonlySet<string>;

  constructor({ exits, steps }: Plan) {
    const waits = Object.values(steps).filter((step) => step.verb === 'wait_for');
    this.exits = exits.flatMap((exit) => (exit.when === null ? [] : [{ ...exit, when: exit.when }]));
    this.waits = new Map(
      waits.flatMap((step) => (step.condition === null ? [] : [[step.id, { ...step, condition: step.condition }]])),
    );
    this.events = new Set([...exits.flatMap(({ event }) => event ?? []), ...waits.flatMap(({ event }) => event ?? [])]);
  }

  /** Plans never change: what there is to look for is found once. */
  static of(plan: Plan): PlanWatch {
    let watch = PlanWatch.known.get(plan);
    if (!watch) {
      watch = new PlanWatch(plan);
      PlanWatch.known.set(plan, watch);
    }
    return watch;
  }

  /** Whether runs have to be told of an event of their account. */
  hears(event: string): boolean {
    return this.events.has(event);
  }

  /** Whether there is anything to look for at a run as it stands. */
  looks({ status, active }: Pick<RunState, 'status' | 'active'>): boolean {
    if (status !== 'running') return false;
    if (this.exits.length > 0) return true;
    if (this.waits.size === 0) return false;
    return Object.keys(active).some((step) => this.waits.has(step));
  }

  /** The first exit, in the order they are written, whose condition is true. One that is held already is not looked for. */
  exitMet({ held }: Pick<RunState, 'held'>, context: () => EvaluationContext): Sighting | null {
    for (const { id, when } of this.exits) {
      if (held?.some(({ exit }) => exit === id)) continue;
      const compiled = compiledOnce(when.condition);
      if (compiled.answer(context()) === true) return { of: id, facts: compiled.evaluate(context()).facts };
    }
    return null;
  }

  /** The waiting steps whose condition is true, in the order they started. */
  conditionsMet({ active }: Pick<RunState, 'active'>, context: () => EvaluationContext): readonly Sighting[] {
    if (this.waits.size === 0) return [];
    return Object.entries(active).flatMap(([id, { key, gate }]): Sighting[] => {
      const waiting = gate ? undefined : this.waits.get(id);
      if (!waiting) return [];
      const compiled = compiledOnce(waiting.condition.condition);
      return compiled.answer(context()) === true ? [{ of: key, facts: compiled.evaluate(context()).facts }] : [];
    });
  }
}
