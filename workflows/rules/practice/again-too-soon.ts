import { approximateLength, printDuration } from '../approximate-length.js';
import { timetableOf } from '../paths.js';
import type { Rule } from '../rule.js';

const DAY = 86_400_000;

/** The cool-down is the pause between two treatments: shorter than the treatment itself it is hardly one. */
export const againTooSoon: Rule = {
  code: 'again-too-soon',
  family: 'practice',
  severity: 'warning',
  says: 'A cool-down that is shorter than the run itself can take.',
  saysZh: '冷却期比一次流程可能持续的时间还短。',
  why: 'The same customer would get the same mails and calls again when the last ones are hardly over, and two runs could not be told apart in the numbers.',
  wrong: `enroll: { never: [account.muted], again_after: 7d, holdout: 10% }
steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, expires: 10bd, outcomes: [reached, no_answer] }
  - id: look
    check: { expect: health.score >= 70, every: 7d, up_to: 21d }`,
  right: `enroll: { never: [account.muted], again_after: 90d, holdout: 10% }
steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, expires: 10bd, outcomes: [reached, no_answer] }
  - id: look
    check: { expect: health.score >= 70, every: 7d, up_to: 21d }`,
  check: ({ playbook }) => {
    const { start, enroll, exits } = playbook;
    const { againAfter } = enroll;
    // What comes round by the calendar, or on every event, is meant to come again.
    if (!againAfter || start.kind === 'every_period' || start.kind === 'event' || start.kind === 'manual') return [];
    const limits = exits.flatMap(({ after }) => (after ? [approximateLength(after.value)] : []));
    const longest = Math.min(timetableOf(playbook).end.longest, ...limits);
    if (!Number.isFinite(longest) || approximateLength(againAfter) >= longest) return [];
    return [
      {
        span: start.span,
        message: `a run can take ${Math.round(longest / DAY)} days, but again_after: ${printDuration(againAfter)} starts the next one sooner than that after its end`,
        suggestion: 'make again_after: longer than the run',
      },
    ];
  },
};
