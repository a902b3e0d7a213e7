import type { Playbook } from '../model/playbook.js';
import { startConditions } from './conditions-of.js';
import { singleConstraint } from './logic/implies.js';
import { plainForm } from './logic/normal-form.js';
import { timeToContractEnd } from './paths.js';

/**
 * Milliseconds from the start of a run to the end of the contract, at most: from a dated start, or from a condition on
 * `days_until(contract.end)` that every account meets. Null = the playbook does not say, or starts when it is over.
 */
export function mostTimeLeft(playbook: Playbook): number | null {
  const exact = timeToContractEnd(playbook);
  if (exact !== null) return exact > 0 ? exact : null;
  const bounds = startConditions(playbook).flatMap(({ condition }) => {
    const constraint = singleConstraint(plainForm(condition));
    if (constraint?.subject !== 'days_until(contract.end)' || constraint.set.kind !== 'numbers') return [];
    const high = Math.max(...constraint.set.of.map((stretch) => stretch.high));
    return Number.isFinite(high) && high > 0 ? [high] : [];
  });
  return bounds.length === 0 ? null : Math.min(...bounds);
}
