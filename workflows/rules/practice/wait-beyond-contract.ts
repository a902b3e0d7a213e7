import { approximateLength, printDuration } from '../approximate-length.js';
import { timetableOf } from '../paths.js';
import type { Rule } from '../rule.js';
import { mostTimeLeft } from '../time-left.js';

const DAY = 86_400_000;

/** What a renewal playbook does after the contract's end comes too late. */
export const waitBeyondContract: Rule = {
  code: 'wait-beyond-contract',
  family: 'practice',
  severity: 'warning',
  says: 'A wait that is longer than the time left to the end of the contract.',
  saysZh: '等待时间超过了合同到期前剩余的时间。',
  why: 'The contract ends while the playbook waits, and what was meant to save it is done when there is nothing left to save.',
  wrong: `start: { at: 30d before contract.end }
steps:
  - { id: settle, wait: 45d }
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
  right: `start: { at: 30d before contract.end }
steps:
  - { id: settle, wait: 10d }
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
  check: ({ playbook, steps }) => {
    const left = mostTimeLeft(playbook);
    if (left === null) return [];
    const { reached } = timetableOf(playbook);
    const first = steps.find((step, index) => {
      if (step.verb !== 'wait' || step.until || step.when || index === steps.length - 1) return false;
      const at = reached.get(step)?.shortest ?? 0;
      return at < left && at + approximateLength(step.duration.value) >= left;
    });
    if (first?.verb !== 'wait') return [];
    const message = `${first.id.value} waits ${printDuration(first.duration.value)}, but the contract ends ${Math.round(left / DAY)} days after the start`;
    return [{ span: first.duration.span, message, suggestion: 'start earlier, or shorten the waits' }];
  },
};
