import type { AuthoredStep } from '../../model/playbook.js';
import { approximateLength } from '../approximate-length.js';
import type { Finding, Rule } from '../rule.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;

function judge(steps: readonly AuthoredStep[]): readonly Finding[] {
  return steps.flatMap((step, index): readonly Finding[] => {
    const inner =
      step.verb === 'branch'
        ? [...step.arms.flatMap((arm) => judge(arm.steps)), ...judge(step.otherwise)]
        : step.verb === 'parallel'
          ? step.lanes.flatMap((lane) => judge(lane.steps))
          : [];
    const next = steps[index + 1];
    if (!step.retry || next?.verb !== 'wait' || next.until) return inner;
    const trying = step.retry.times * approximateLength(step.retry.every.value);
    if (trying <= approximateLength(next.duration.value)) return inner;
    const span = trying >= DAY ? `${Math.round(trying / DAY)} days` : `${Math.round(trying / HOUR)} hours`;
    const message = `${step.id.value} is tried for up to ${span}, longer than ${next.id.value} waits for its effect`;
    return [...inner, { span: step.retry.span, message, suggestion: 'try less often or for a shorter time' }];
  });
}

/** A message that goes out after days of trying comes when its moment is over. */
export const retryBeyondNext: Rule = {
  code: 'retry-beyond-next',
  family: 'practice',
  severity: 'warning',
  says: 'A step that is tried again for longer than the wait after it.',
  saysZh: '重试持续的时间比后面的等待还长。',
  why: 'The wait is there to see the effect. A message that goes out after days of trying comes when nobody expects it any more.',
  wrong: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
    retry: { times: 5, every: 1d }
  - { id: pause, wait: 3bd }
  - { id: look, check: { expect: activation_rate >= 50% } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  right: {
    'adoption/sample.playbook.yaml': `steps:
  - id: hello
    email: { template: hello, to: account.champion }
    retry: { times: 5, every: 1h }
  - { id: pause, wait: 3bd }
  - { id: look, check: { expect: activation_rate >= 50% } }
`,
    'adoption/emails/hello.en.hbs': `subject: Hello
--- text
Hello {{ contact.name }}
`,
  },
  check: ({ playbook }) => judge(playbook.steps),
};
