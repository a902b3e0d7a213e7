import type { Located } from '../model/playbook.js';
import type { Finding, Rule } from './rule.js';

function repeated(kind: string, ids: readonly Located<string>[]): readonly Finding[] {
  const first = new Map<string, number>();
  return ids.flatMap(({ value, span }) => {
    const line = first.get(value);
    if (line === undefined) {
      first.set(value, span.line);
      return [];
    }
    return [
      {
        span,
        message: `the ${kind} id ${value} is already used in line ${line}`,
        suggestion: 'ids are identity: choose another one',
      },
    ];
  });
}

/** Ids join versions and name audit records, so each is used once: steps at any depth, exits, objectives. */
export const duplicateId: Rule = {
  code: 'duplicate-id',
  severity: 'error',
  check: ({ playbook, steps }) => [
    ...repeated(
      'step',
      steps.map(({ id }) => id),
    ),
    ...repeated(
      'exit',
      playbook.exits.map(({ id }) => id),
    ),
    ...repeated('objective', playbook.verify?.objective.map(({ id }) => id) ?? []),
  ],
};
