import { approximateLength, printDuration } from '../approximate-length.js';
import { timetableOf } from '../paths.js';
import type { Rule } from '../rule.js';

/** Several waits may together outlast the run, though each alone does not. */
export const unreachableStep: Rule = {
  code: 'unreachable-step',
  family: 'practice',
  severity: 'error',
  says: 'A step that no run can reach, because an exit always ends it first.',
  saysZh: '步骤永远到不了：退出条件总是先结束流程。',
  why: 'The waits before it add up to more than the exit allows, so what is written here never happens.',
  wrong: `steps:
  - { id: first_pause, wait: 40d }
  - { id: second_pause, wait: 40d }
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
exit:
  - { id: too_long, after: 60d, as: expired }`,
  right: `steps:
  - { id: first_pause, wait: 20d }
  - { id: second_pause, wait: 20d }
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
exit:
  - { id: too_long, after: 60d, as: expired }`,
  check: ({ playbook, steps }) => {
    const limits = playbook.exits.flatMap(({ id, after }) =>
      after ? [{ id: id.value, after: after.value, length: approximateLength(after.value) }] : [],
    );
    const limit = limits.sort((a, b) => a.length - b.length)[0];
    // A single wait that is too long is told at that wait.
    if (
      !limit ||
      steps.some((step) => step.verb === 'wait' && !step.until && approximateLength(step.duration.value) >= limit.length)
    )
      return [];
    const { reached } = timetableOf(playbook);
    const first = steps.find((step) => (reached.get(step)?.shortest ?? 0) >= limit.length);
    if (!first) return [];
    const message = `no run gets to ${first.id.value}: the exit ${limit.id} ends it after ${printDuration(limit.after)}, and the waits before take longer`;
    return [{ span: first.span, message, suggestion: 'shorten the waits, or let the exit come later' }];
  },
};
