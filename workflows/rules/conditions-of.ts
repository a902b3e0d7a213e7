import { namesOf } from '../condition/walk-condition.js';
import type { Condition } from '../model/condition.js';
import type { AuthoredCondition, AuthoredStep, Playbook } from '../model/playbook.js';
import type { PeriodUnit } from '../model/time.js';
import type { RuleContext } from './rule.js';

/** Conditions that were reported already stand for nothing. */
const whole = (conditions: readonly AuthoredCondition[]): readonly AuthoredCondition[] =>
  conditions.filter(({ broken }) => !broken);

/** The conditions that a step asks. */
export function stepConditions(step: AuthoredStep): readonly AuthoredCondition[] {
  const own =
    step.verb === 'branch'
      ? step.arms.map(({ when }) => when)
      : step.verb === 'check'
        ? [step.expect]
        : step.verb === 'wait_for' && step.condition
          ? [step.condition]
          : [];
  return whole(step.when ? [step.when, ...own] : own);
}

/** The conditions asked while a run goes on or when it is judged. */
export function runConditions(playbook: Playbook, steps: readonly AuthoredStep[]): readonly AuthoredCondition[] {
  return [
    ...steps.flatMap(stepConditions),
    ...whole(playbook.exits.flatMap(({ when }) => when ?? [])),
    ...whole(playbook.verify?.objective.map(({ expect }) => expect) ?? []),
  ];
}

/** The conditions of the start itself; none of a start by hand. */
export function triggerConditions({ start }: Playbook): readonly AuthoredCondition[] {
  return start.kind === 'manual' ? [] : whole(start.when?.of ?? []);
}

/** The conditions that all hold when a run begins. Those of an `any` with several parts are left out. */
export function startConditions(playbook: Playbook): readonly AuthoredCondition[] {
  const { start, enroll } = playbook;
  const when = start.kind === 'manual' ? null : start.when;
  const surely = when && (when.mode === 'all' || when.of.length === 1) ? when.of : [];
  return whole([...surely, ...enroll.only]);
}

/** Every condition of a playbook. */
export function allConditions({ playbook, steps }: Pick<RuleContext, 'playbook' | 'steps'>): readonly AuthoredCondition[] {
  const { only, never } = playbook.enroll;
  return [...triggerConditions(playbook), ...whole(only), ...whole(never), ...runConditions(playbook, steps)];
}

/** Ids of steps whose outcome is read anywhere. */
export function readOutcomes(playbook: Playbook, steps: readonly AuthoredStep[]): ReadonlySet<string> {
  const names = runConditions(playbook, steps).flatMap(({ condition }) => namesOf(condition));
  const sent = steps.flatMap((step) => (step.verb === 'webhook' ? step.send.map(({ value }) => value) : []));
  const outcomes = [...names, ...sent].filter((name) => name.endsWith('.outcome'));
  return new Set(outcomes.map((name) => name.slice(0, -'.outcome'.length)));
}

/** Ids of the metrics that a condition reads. */
export function metricsOf(condition: Condition, { names }: Pick<RuleContext, 'names'>): readonly string[] {
  const { metrics } = names;
  return metrics ? [...new Set(namesOf(condition).filter((name) => Object.hasOwn(metrics, name)))] : [];
}

const LENGTH: Readonly<Record<PeriodUnit, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };

/** Days of a period, near enough to compare two. */
export function daysOf(unit: PeriodUnit): number {
  return LENGTH[unit];
}

/** The metric of a condition with the longest period; null = it reads none. */
export function slowestMetric(
  condition: Condition,
  context: Pick<RuleContext, 'names'>,
): { readonly id: string; readonly per: PeriodUnit } | null {
  const found = metricsOf(condition, context).map((id) => ({ id, per: context.names.metrics?.[id]?.per ?? 'day' }));
  return found.reduce<(typeof found)[number] | null>(
    (slowest, one) => (slowest === null || daysOf(one.per) > daysOf(slowest.per) ? one : slowest),
    null,
  );
}
