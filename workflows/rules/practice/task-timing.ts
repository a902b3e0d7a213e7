import { approximateLength, printDuration } from '../approximate-length.js';
import type { Finding, Rule } from '../rule.js';

/** Due, escalation and expiry of a task come in this order, or one of them never happens. */
export const taskTiming: Rule = {
  code: 'task-timing',
  family: 'practice',
  severity: 'error',
  says: 'Due, escalation and expiry of a task in the wrong order.',
  saysZh: '任务的到期、升级与失效顺序不对。',
  why: 'A task that closes itself before it is due, or escalates before it is late, is noise for the CSM and for the manager.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 5d, expires: 3d, outcomes: [reached, no_answer] }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 5d, expires: 10d, outcomes: [reached, no_answer] }`,
  check: ({ steps }) =>
    steps.flatMap((step): readonly Finding[] => {
      if (step.verb !== 'task') return [];
      const [due, expires] = [step.due.value, step.expires.value];
      const length = approximateLength(expires);
      if (length <= approximateLength(due)) {
        const message = `${step.id.value} closes itself after ${printDuration(expires)}, before it is due (${printDuration(due)})`;
        return [{ span: step.expires.span, message, suggestion: 'write a longer expires:' }];
      }
      const after = step.escalate?.after;
      if (!after) return [];
      if (approximateLength(after.value) >= length) {
        const message = `${step.id.value} escalates after ${printDuration(after.value)}, when it has closed itself (${printDuration(expires)})`;
        return [{ span: after.span, message, suggestion: 'escalate earlier, or write a longer expires:' }];
      }
      if (approximateLength(after.value) < approximateLength(due)) {
        const message = `${step.id.value} escalates after ${printDuration(after.value)}, before it is due (${printDuration(due)})`;
        return [{ span: after.span, message, suggestion: 'escalate when it is overdue' }];
      }
      return [];
    }),
};
