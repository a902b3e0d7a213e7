import { touches } from '../audience.js';
import { readOutcomes } from '../conditions-of.js';
import type { Rule } from '../rule.js';
import { stepsAfter } from '../steps-after.js';

/** Somebody answers, or something happens or does not, and the playbook goes on as if it had not asked. */
export const answerUnread: Rule = {
  code: 'answer-unread',
  family: 'practice',
  severity: 'warning',
  says: 'A question, or a wait for an event, after which the same follows whatever came of it.',
  saysZh: '提问或等待事件之后，无论结果如何都执行同样的步骤。',
  why: 'The customer said that something is wrong, or what was waited for never happened, and the next message says thank you.',
  wrong: `steps:
  - id: satisfied
    ask: { to: account.champion, else_ask: account.csm, question: Are you satisfied?, answers: [agree, disagree], expires: 14d }
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [done] }`,
  right: `steps:
  - id: satisfied
    ask: { to: account.champion, else_ask: account.csm, question: Are you satisfied?, answers: [agree, disagree], expires: 14d }
  - id: call
    when: satisfied.outcome is "disagree"
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [done] }`,
  check: ({ playbook, steps }) => {
    const read = readOutcomes(playbook, steps);
    return steps.flatMap((step) => {
      if ((step.verb !== 'ask' && step.verb !== 'wait_for') || read.has(step.id.value)) return [];
      const next = stepsAfter(playbook.steps, step).find(touches);
      if (!next) return [];
      const [what, word] =
        step.verb === 'ask'
          ? [`whatever the answer to ${step.id.value} is`, step.answers[0]?.value ?? 'no_answer']
          : [`whether ${step.id.value} happened or ran out of time`, 'ran_out'];
      const message = `${what}, ${next.id.value} follows all the same`;
      return [{ span: step.span, message, suggestion: `branch on ${step.id.value}.outcome is "${word}"` }];
    });
  },
};
