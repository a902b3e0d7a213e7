import { touches } from '../audience.js';
import { timetableOf } from '../paths.js';
import type { Rule } from '../rule.js';
import { mostTimeLeft } from '../time-left.js';
import { waitBeyondContract } from './wait-beyond-contract.js';

const DAY = 86_400_000;

/** With everybody on time, the last word to the customer should still come before the contract's end. */
export const startsTooLate: Rule = {
  code: 'starts-too-late',
  family: 'practice',
  severity: 'warning',
  says: 'A renewal playbook whose last touch comes after the end of the contract.',
  saysZh: '续约剧本启动太晚，最后一次触达落在合同到期之后。',
  why: 'Even when every task is done on its due day, the contract is over before the playbook is. The last reminder then reaches somebody who has already left.',
  wrong: `start: { at: 14d before contract.end }
steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 5bd, outcomes: [done] }
  - { id: think, wait: 10d }
  - id: sign
    task: { title: Get it signed, assign: account.csm, due: 2bd, outcomes: [done] }`,
  right: `start: { at: 45d before contract.end }
steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 5bd, outcomes: [done] }
  - { id: think, wait: 10d }
  - id: sign
    task: { title: Get it signed, assign: account.csm, due: 2bd, outcomes: [done] }`,
  check: (context) => {
    const { playbook, steps } = context;
    const left = mostTimeLeft(playbook);
    if (left === null) return [];
    if (waitBeyondContract.check(context).length > 0) return [];
    const { reached } = timetableOf(playbook);
    const late = steps.find((step) => touches(step) && (reached.get(step)?.expected ?? 0) > left);
    if (!late) return [];
    const days = Math.round((reached.get(late)?.expected ?? 0) / DAY);
    const message = `with every task done on its due day ${late.id.value} comes ${days} days after the start, but the contract ends after ${Math.round(left / DAY)}`;
    return [{ span: late.span, message, suggestion: 'start earlier, or shorten what comes before' }];
  },
};
