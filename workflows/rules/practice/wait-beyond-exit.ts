import type { Duration } from '../../model/time.js';
import { approximateLength, printDuration } from '../approximate-length.js';
import type { Finding, Rule } from '../rule.js';

/** What follows a wait that outlasts the run can never happen. */
export const waitBeyondExit: Rule = {
  code: 'wait-beyond-exit',
  family: 'practice',
  severity: 'error',
  says: 'A wait that is longer than the run may last.',
  saysZh: '等待时间超过了流程的最长期限。',
  why: 'The exit ends the run first, so what follows the wait can never happen.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: settle
    wait: 90d
  - id: look
    check: { expect: health.score >= 70 }
exit:
  - { id: too_long, after: 60d, as: expired }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: settle
    wait: 14d
  - id: look
    check: { expect: health.score >= 70 }
exit:
  - { id: too_long, after: 60d, as: expired }`,
  check: ({ playbook, steps }) => {
    const limits = playbook.exits.flatMap(({ after, id }) => (after ? [{ id: id.value, after: after.value }] : []));
    const limit = limits.sort((a, b) => approximateLength(a.after) - approximateLength(b.after))[0];
    if (!limit) return [];
    const judge = (id: string, span: Finding['span'], length: Duration, verb: string): readonly Finding[] =>
      approximateLength(length) < approximateLength(limit.after)
        ? []
        : [
            {
              span,
              message: `${id} ${verb} ${printDuration(length)}, but the exit ${limit.id} ends the run after ${printDuration(limit.after)}`,
              suggestion: 'shorten it, or let the exit come later',
            },
          ];
    return steps.flatMap((step) => {
      // A wait until a date is bounded by its date, not by the longest it may take.
      if (step.verb === 'wait' && step.until) return [];
      if (step.verb === 'wait') return judge(step.id.value, step.duration.span, step.duration.value, 'waits');
      return step.verb === 'check' && step.upTo ? judge(step.id.value, step.upTo.span, step.upTo.value, 'asks for up to') : [];
    });
  },
};
