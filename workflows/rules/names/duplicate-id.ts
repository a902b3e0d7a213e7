import type { Located } from '../../model/playbook.js';
import type { Finding, Rule } from '../rule.js';

/** @param others ids of another kind that share the names: where one is asked for, either could be meant. */
function repeated(kind: string, ids: readonly Located<string>[], others: readonly Located<string>[] = []): readonly Finding[] {
  const first = new Map(others.map(({ value, span }) => [value, span.line]));
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

/** Ids join versions and name audit records, so each is used once: steps at any depth, exits, objectives, questions. */
export const duplicateId: Rule = {
  code: 'duplicate-id',
  family: 'names',
  severity: 'error',
  says: 'The same id twice.',
  saysZh: '同一个 ID 出现了两次。',
  why: 'Ids are identity: they join the versions of a playbook and name its audit records. Two steps of one name could not be told apart.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: call
    check: { expect: health.score >= 70 }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: look
    check: { expect: health.score >= 70 }`,
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
    // A test answers steps and questions by their ids alike.
    ...repeated(
      'question',
      playbook.verify?.subjective?.map(({ id }) => id) ?? [],
      steps.map(({ id }) => id),
    ),
  ],
};
