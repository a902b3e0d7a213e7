import { isRunnable, needsOf } from '../condition/needs-of.js';
import type { Catalogue } from '../model/catalogue.js';
import type { NamedCondition } from '../model/condition.js';
import { metricNotComputed } from '../model/not-computed.js';
import type { NotRunnable } from '../model/not-runnable.js';
import type { Plan, PlanStep, StartDoor } from '../model/plan.js';
import { sayTooLarge } from './plan-size.js';

type Asked = NamedCondition | null | undefined;

/** What the conditions at a place need and the engine does not keep. */
class ConditionNeeds {
  constructor(private readonly metrics: Catalogue['metrics']) {}

  of(where: string, ...conditions: readonly Asked[]): readonly NotRunnable[] {
    const needs = conditions.flatMap((asked) => (asked ? needsOf(asked.condition) : []));
    return [...new Set(needs)].flatMap((need) => {
      if (!isRunnable(need)) return [{ where, what: need }];
      const missing = metricNotComputed(this.metrics, need);
      return missing === null ? [] : [{ where, what: `${need} (${missing})` }];
    });
  }
}

function ofDoor(start: StartDoor): readonly string[] {
  switch (start.kind) {
    case 'becomes_true':
      return start.cadence.every === 'month' ? ['check: monthly'] : [];
    case 'at_date':
      return start.anchor === 'lifecycle.since' ? ['at: lifecycle.since'] : [];
    case 'event':
      return ['event'];
    case 'every_period':
      return ['every'];
    case 'milestone_missed':
      return ['missed'];
    case 'manual':
      return [];
  }
}

/** What a step needs and this release has not; the engine itself knows every verb. */
function ofStep(step: PlanStep): readonly string[] {
  switch (step.verb) {
    case 'ask':
    case 'webhook':
    case 'chat':
      return [step.verb];
    case 'wait':
      return step.until?.kind === 'date' && step.until.anchor === 'lifecycle.since' ? ['wait: until lifecycle.since'] : [];
    default:
      return [];
  }
}

function conditionsOf(step: PlanStep): readonly Asked[] {
  switch (step.verb) {
    case 'check':
      return [step.when, step.expect];
    case 'wait_for':
      return [step.when, step.condition];
    case 'branch':
      return [step.when, ...step.arms.map(({ when }) => when)];
    default:
      return [step.when];
  }
}

/**
 * What of a plan the engine does not carry out yet, with the place and the word an author knows it by. Such a plan is
 * right and may be linted, explained and tested; it is not published.
 */
export function notRunnable(plan: Plan, catalogue: Pick<Catalogue, 'metrics'> | null = null): readonly NotRunnable[] {
  const { start, enroll, steps, order, exits, verify } = plan;
  const needs = new ConditionNeeds(catalogue?.metrics ?? {});
  const tooLarge = sayTooLarge(plan);
  return [
    ...(tooLarge === null ? [] : [{ where: 'plan', what: tooLarge }]),
    ...(plan.timezone === 'contact' ? [{ where: 'timezone', what: 'contact' }] : []),
    ...ofDoor(start).map((what) => ({ where: 'start', what })),
    ...needs.of('start', start.kind === 'manual' ? null : start.when),
    ...needs.of('enroll.only', ...enroll.only),
    ...needs.of('enroll.never', ...enroll.never),
    ...order.flatMap((id) => {
      const step = Object.hasOwn(steps, id) ? steps[id] : undefined;
      if (!step) return [];
      const where = `steps.${id}`;
      return [...ofStep(step).map((what) => ({ where, what })), ...needs.of(where, ...conditionsOf(step))];
    }),
    ...exits.flatMap(({ id, when }) => needs.of(`exit.${id}`, when)),
    ...(verify?.objective ?? []).flatMap(({ id, expect }) => needs.of(`verify.${id}`, expect)),
    ...(verify?.subjective ?? []).map(({ id }) => ({ where: `verify.${id}`, what: 'subjective' })),
  ];
}

/** The same in one line, each place once: `start (event), steps.lanes (parallel, when)`. */
export function sayNotRunnable(parts: readonly NotRunnable[]): string {
  const byPlace = new Map<string, string[]>();
  for (const { where, what } of parts) byPlace.set(where, [...(byPlace.get(where) ?? []), what]);
  return [...byPlace].map(([where, what]) => `${where} (${what.join(', ')})`).join(', ');
}
