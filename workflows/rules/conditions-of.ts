import { namesOf } from '../condition/walk-condition.js';
import type { AuthoredCondition, AuthoredStep, Playbook } from '../model/playbook.js';

/** The conditions asked while a run goes on or when it is judged. */
export function runConditions(playbook: Playbook, steps: readonly AuthoredStep[]): readonly AuthoredCondition[] {
  return [
    ...steps.flatMap((step) =>
      step.verb === 'branch' ? step.arms.map(({ when }) => when) : step.verb === 'check' ? [step.expect] : [],
    ),
    ...playbook.exits.flatMap(({ when }) => when ?? []),
    ...(playbook.verify?.objective.map(({ expect }) => expect) ?? []),
  ];
}

/** The conditions that all hold when a run begins. */
export function startConditions(playbook: Playbook): readonly AuthoredCondition[] {
  const { start, enroll } = playbook;
  const when = start.kind === 'manual' ? null : start.when;
  const surely = when && (when.mode === 'all' || when.of.length === 1) ? when.of : [];
  return [...surely, ...enroll.only];
}

/** Ids of steps whose outcome is read anywhere. */
export function readOutcomes(playbook: Playbook, steps: readonly AuthoredStep[]): ReadonlySet<string> {
  const names = runConditions(playbook, steps).flatMap(({ condition }) => namesOf(condition));
  return new Set(names.filter((name) => name.endsWith('.outcome')).map((name) => name.slice(0, -'.outcome'.length)));
}
