import { UTC_CALENDAR } from '../../workflows/model/calendar.js';
import type { EvaluationContext } from '../../workflows/model/evaluation-context.js';
import type { FactValue } from '../../workflows/model/fact.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { RunInput, RunOrder, TraceEntry } from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';
import { ENGINE_VERSION } from '../../workflows/run/engine-version.js';
import { simulateRun, type Scenario, type ScenarioMoment, type SimulatedRun } from '../../workflows/simulate/simulate-run.js';
import { DAY, runInput, START } from '../support/run-builder.js';

/** Name -> [day from which it holds, value], ascending. */
export type Facts = Readonly<Record<string, readonly (readonly [day: number, value: FactValue])[]>>;

/** The instant so many days after the start of a run. */
export const day = (days: number): Instant => START + days * DAY;

/** Days after the start of a run. */
export const dayOf = (at: Instant | undefined): number => ((at ?? Number.NaN) - START) / DAY;

/** Live data that changes with time; what is not told is unknown. */
export function living(facts: Facts): Scenario['context'] {
  const valueAt = (path: string, asOf: Instant): FactValue => {
    const known = (facts[path] ?? []).filter(([from]) => day(from) <= asOf);
    return known.at(-1)?.[1] ?? null;
  };
  return (asOf, { startedAt, outcomes }): EvaluationContext => ({
    asOf,
    calendar: UTC_CALENDAR,
    startedAt,
    read: (path, at) => {
      const outcome = path.endsWith('.outcome') ? outcomes[path.slice(0, -'.outcome'.length)] : undefined;
      return outcome ? { value: outcome.outcome, asOf: outcome.at } : { value: valueAt(path, at), asOf: at };
    },
    closedPeriod: (metric, at) => ({ value: valueAt(metric, at), asOf: at }),
  });
}

/** A run of the newest engine in virtual time, with what people do and what the data say. */
export function live(
  plan: Plan,
  timeline: readonly ScenarioMoment[] = [],
  { facts = {}, run = {}, ...rest }: Partial<Omit<Scenario, 'run' | 'context'>> & { facts?: Facts; run?: Partial<RunInput> } = {},
): SimulatedRun {
  const input = runInput({ engineVersion: ENGINE_VERSION, ...run });
  return simulateRun(plan, { run: input, context: living(facts), timeline, ...rest });
}

export const closes = (days: number, step: string, outcome = 'reached'): ScenarioMoment => ({
  at: day(days),
  type: 'close',
  step,
  outcome,
  by: 'csm-1',
});

export const happens = (days: number, event: string): ScenarioMoment => ({ at: day(days), type: 'event', event });

export const leaves = (days: number, exit: string): ScenarioMoment => ({ at: day(days), type: 'exit', exit });

type OrderOf<O> = O extends unknown ? Omit<O, 'at' | 'id' | 'by' | 'reason'> : never;

/** What a manager orders about the run. */
export function orders(days: number, order: OrderOf<RunOrder>): ScenarioMoment {
  const at = day(days);
  return { at, type: 'order', order: { at, id: `${order.type}@${days}`, by: 'manager-1', reason: 'on request', ...order } };
}

export function lines<T extends TraceEntry['type']>(
  { trace }: Pick<SimulatedRun, 'trace'>,
  type: T,
): Extract<TraceEntry, { type: T }>[] {
  return trace.filter((entry): entry is Extract<TraceEntry, { type: T }> => entry.type === type);
}

/** Step -> the day on which it was settled, and how. */
export function settledOf(run: Pick<SimulatedRun, 'trace'>): Record<string, readonly [day: number, how: string]> {
  return Object.fromEntries(
    lines(run, 'step_settled').map(({ step, at, status, outcome }) => [step, [dayOf(at), outcome ?? status] as const]),
  );
}
